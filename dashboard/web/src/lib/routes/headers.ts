/**
 * Reads headers as they are written in a request, one "Name: value" a line.
 * Lines without a colon are not complete yet, and left out.
 */
export function parseHeaders(text: string): Record<string, string> | undefined {
	const headers: Record<string, string> = {};
	for (const line of text.split('\n')) {
		const colon = line.indexOf(':');
		const name = line.slice(0, Math.max(colon, 0)).trim();
		if (name !== '') headers[name] = line.slice(colon + 1).trim();
	}
	return Object.keys(headers).length > 0 ? headers : undefined;
}
