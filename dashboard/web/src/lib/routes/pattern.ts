import type { Route } from '#lib/api/types.ts';

/** The fields of a route that decide which requests it matches. */
export type Shape = Pick<Route, 'host_kind' | 'host' | 'path_kind' | 'path' | 'method'>;

/** A segment of a path: a decoded literal, or undefined for a parameter. */
export type Segment = string | undefined;

/** A route in the form in which routes are compared. */
export interface Compiled {
	hostKind: Route['host_kind'];
	/** In ASCII and lower case; the suffix alone of a wildcard. Empty for any host. */
	host: string;
	pathKind: Route['path_kind'];
	/** The segments, without the `*` of a prefix. */
	segments: Segment[];
	/** How many literals stand in front. */
	lead: number;
	/** Empty for any. */
	method: string;
}

/** Reads a route as the server does; what the server keeps is well-formed. */
export function compile(route: Shape): Compiled {
	const segments = segmentsOf(route);
	const parameter = segments.indexOf(undefined);
	return {
		hostKind: route.host_kind,
		host: hostOf(route),
		pathKind: route.path_kind,
		segments,
		lead: parameter < 0 ? segments.length : parameter,
		method: route.method
	};
}

function segmentsOf({ path, path_kind }: Shape): Segment[] {
	const parts = path.slice(1).split('/');
	// "/greet/*", and "/greet/" where the kind says that it is a prefix.
	if (path_kind === 'prefix') parts.pop();
	return parts.map((part) => (path_kind === 'param' && part.startsWith(':') ? undefined : decoded(part)));
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function hostOf({ host, host_kind }: Shape): string {
	if (host_kind === 'any') return '';
	const name = (host_kind === 'wildcard' ? host.slice(2) : host).replace(/\.$/, '');
	const bare = name.replace(/^\[|\]$/g, '');
	try {
		// The browser writes names in other scripts in ASCII.
		const url = new URL(`http://${bare.includes(':') ? `[${bare}]` : bare}`);
		return url.hostname.replace(/^\[|\]$/g, '');
	} catch {
		return name.toLowerCase();
	}
}
