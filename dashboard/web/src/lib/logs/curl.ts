import type { ExecutionSummary } from '#lib/api/types.ts';

/** Quotes a text for a POSIX shell; what needs no quotes gets none. */
export function quote(text: string): string {
	if (/^[\w@%+=:,./-]+$/.test(text)) return text;
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The URL of a recorded request. The record does not have the scheme: it is
 * that of where routes are reached.
 */
export function requestUrl(request: Pick<ExecutionSummary, 'host' | 'path'>, base: string): string {
	const { protocol, host } = new URL(base);
	return `${protocol}//${request.host || host}${request.path}`;
}

/** The request of an execution as a command line. Headers and body are not recorded. */
export function curl(request: Pick<ExecutionSummary, 'method' | 'host' | 'path'>, base: string): string {
	const url = requestUrl(request, base);
	const words = ['curl', '-i'];
	if (request.method === 'HEAD') words[1] = '-I';
	else if (request.method !== 'GET') words.push('-X', quote(request.method));
	// curl would take brackets for a pattern, and dots out of the path.
	if (/[[\]{}]/.test(request.path)) words.push('-g');
	if (/\/\.{1,2}(\/|\?|$)/.test(request.path)) words.push('--path-as-is');
	words.push(quote(url));
	return words.join(' ');
}
