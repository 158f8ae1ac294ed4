const browsers: [RegExp, string][] = [
	[/Edg\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/Firefox\//, 'Firefox'],
	[/(?:Headless)?Chrome\//, 'Chrome'],
	[/Version\/[\d.]+.*Safari\//, 'Safari'],
	[/curl\//, 'curl']
];

const systems: [RegExp, string][] = [
	[/iPhone|iPad/, 'iOS'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

/** A User-Agent in two words: "Firefox on Linux". What is not known stays as it is. */
export function describeAgent(agent: string): string {
	const browser = browsers.find(([pattern]) => pattern.test(agent))?.[1];
	const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
	if (browser && system) return `${browser} on ${system}`;
	return browser ?? system ?? (agent || 'Unknown browser');
}
