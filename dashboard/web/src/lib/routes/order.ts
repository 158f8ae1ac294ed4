import { compile, type Compiled, type Segment, type Shape } from './pattern.ts';

/** The routes of one host, in the order in which they are asked. */
export interface Group<R> {
	kind: Compiled['hostKind'];
	/** As it is compared: `*.example.com`, `example.com`, or empty for any host. */
	host: string;
	routes: R[];
}

/**
 * Puts routes into the order of evaluation, grouped by host: strict hosts by
 * name, wildcards from the longest suffix on, then those for any host. In a
 * group exact paths come first; then more literal segments in front; then
 * parameters before a prefix. What this leaves open never matches the same
 * request, and is sorted to be found.
 */
export function groupRoutes<R extends Shape>(routes: readonly R[]): Group<R>[] {
	const sorted = routes
		.map((route) => ({ route, compiled: compile(route) }))
		.sort((a, b) => compareRoutes(a.compiled, b.compiled));
	const groups: Group<R>[] = [];
	for (const { route, compiled } of sorted) {
		const host = compiled.hostKind === 'wildcard' ? `*.${compiled.host}` : compiled.host;
		const last = groups.at(-1);
		if (last?.kind === compiled.hostKind && last.host === host) last.routes.push(route);
		else groups.push({ kind: compiled.hostKind, host, routes: [route] });
	}
	return groups;
}

/** Negative when a is asked before b. */
function compareRoutes(a: Compiled, b: Compiled): number {
	return (
		hostRank[a.hostKind] - hostRank[b.hostKind] ||
		(a.hostKind === 'wildcard' ? b.host.length - a.host.length : 0) ||
		compareText(a.host, b.host) ||
		comparePathRank(a, b) ||
		compareSegments(a.segments, b.segments) ||
		methodRank(a.method) - methodRank(b.method)
	);
}

/** Which of two routes for one host is asked first; 0 when they are of one rank. */
export function comparePathRank(a: Compiled, b: Compiled): number {
	const exact = Number(b.pathKind === 'exact') - Number(a.pathKind === 'exact');
	if (exact !== 0 || a.pathKind === 'exact') return exact;
	return b.lead - a.lead || Number(b.pathKind === 'param') - Number(a.pathKind === 'param');
}

const hostRank = { strict: 0, wildcard: 1, any: 2 };

const methodOrder = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Named methods in the order of the alphabet, then any. */
function methodRank(method: string): number {
	const at = methodOrder.indexOf(method);
	return at < 0 ? methodOrder.length : at;
}

function compareSegments(a: Segment[], b: Segment[]): number {
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const [x, y] = [a[i], b[i]];
		if (x === y) continue;
		// A literal goes before a parameter.
		if (x === undefined) return 1;
		if (y === undefined) return -1;
		return compareText(x, y);
	}
	return a.length - b.length;
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
