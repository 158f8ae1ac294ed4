/**
 * The setup code in what somebody pasted: the code itself, or the link that
 * the server printed.
 */
export function setupCode(text: string): string {
	const trimmed = text.trim();
	const hash = trimmed.indexOf('#');
	const parameters = new URLSearchParams(hash < 0 ? '' : trimmed.slice(hash + 1));
	return parameters.get('code')?.trim() ?? trimmed;
}
