import type { Route, RouteInput } from '#lib/api/types.ts';

/** The methods that a route can name; empty is any. */
export const methods = ['', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const methodOptions = methods.map((value) => ({ value: value as string, label: value || 'ANY' }));

/** A route while it is typed. */
export interface RouteDraft {
	method: string;
	host: string;
	hostParam: string;
	path: string;
	guard: string;
	scriptId: string;
}

/** What to begin with: an existing route, or an empty one. */
export function draftOf(route: Route | undefined, scriptId = '', path = ''): RouteDraft {
	return {
		method: route?.method ?? '',
		host: route?.host ?? '',
		hostParam: route?.host_param_name ?? '',
		path: route?.path ?? path,
		guard: route?.guard ?? '',
		scriptId: route?.script_id ?? scriptId
	};
}

/** Whether the host can capture something. */
export function isWildcard(host: string): boolean {
	return host.trim().startsWith('*.');
}

/**
 * What is sent for a draft. Only the host is trimmed: in a path white space is
 * a mistake that the server points at. The name of a host's capture is left out
 * where the editor does not show it.
 */
export function inputOf(draft: RouteDraft): RouteInput {
	return {
		method: draft.method,
		host: draft.host.trim(),
		host_param_name: isWildcard(draft.host) ? draft.hostParam.trim() : '',
		path: draft.path,
		guard: draft.guard
	};
}

/** Whether two drafts are the same route. */
export function sameDraft(a: RouteDraft, b: RouteDraft): boolean {
	return JSON.stringify([inputOf(a), a.scriptId]) === JSON.stringify([inputOf(b), b.scriptId]);
}
