import { comparePathRank } from './order.ts';
import { compile, type Compiled, type Shape } from './pattern.ts';

/** A route that keeps requests from another one without being an exception to it. */
export interface Shadow<R> {
	by: R;
	/** A request that both match, and that `by` gets. */
	method: string;
	url: string;
}

/**
 * So many routes are compared with each other; beyond that it would be felt
 * while typing.
 */
const most = 1500;

/**
 * The routes that lose requests to others for the same host in a way that may
 * surprise. That /users/me goes before /users/:id is meant: it is the exception
 * to the rule. That /files/* goes before /:name/readme need not be.
 */
export function findShadows<R extends Shape>(routes: readonly R[]): Map<R, Shadow<R>> {
	const found = new Map<R, Shadow<R>>();
	if (routes.length > most) return found;
	const all = routes.map((route) => ({ route, compiled: compile(route) }));
	// A single path is always an exception to what else takes it.
	const takers = all.filter(({ compiled }) => compiled.pathKind !== 'exact');
	for (const { route, compiled: loser } of all) {
		for (const { route: by, compiled: winner } of takers) {
			if (by === route || winner.hostKind !== loser.hostKind || winner.host !== loser.host) continue;
			if (comparePathRank(winner, loser) >= 0 || isException(winner, loser)) continue;
			const method = commonMethod(winner.method, loser.method);
			const path = method && commonPath(winner, loser);
			if (!method || path === undefined) continue;
			found.set(route, { by, method, url: `http://${sampleHost(winner)}${path}` });
			break;
		}
	}
	return found;
}

/**
 * The routes that take every request for hosts of a group before the group is
 * asked: /* for a narrower host, for any method and without a guard.
 */
export function catchAllsBefore<R extends Shape & { guard: string }>(
	group: { kind: Compiled['hostKind']; host: string },
	routes: readonly R[]
): R[] {
	if (group.kind === 'strict') return [];
	const suffix = group.kind === 'wildcard' ? group.host.slice(1) : '';
	return routes.filter((route) => {
		if (route.path_kind !== 'prefix' || route.method !== '' || route.guard !== '') return false;
		const { segments, hostKind, host } = compile(route);
		return segments.length === 0 && hostKind !== 'any' && host.endsWith(suffix) && '.' + host !== suffix;
	});
}

function sampleHost(route: Compiled): string {
	if (route.hostKind === 'any') return 'example.com';
	if (route.hostKind === 'wildcard') return `x.${route.host}`;
	return route.host.includes(':') ? `[${route.host}]` : route.host;
}

/** A method that both take: GET where there is a choice. */
function commonMethod(a: string, b: string): string | undefined {
	if (a === '' || b === '') return a || b || 'GET';
	return a === b ? a : undefined;
}

/** Whether each path of a is one of b too. */
function isException(a: Compiled, b: Compiled): boolean {
	if (b.pathKind === 'exact') return false;
	if (b.pathKind === 'param' && (a.pathKind === 'prefix' || a.segments.length !== b.segments.length)) {
		return false;
	}
	if (b.pathKind === 'prefix' && a.segments.length < b.segments.length + (a.pathKind === 'prefix' ? 0 : 1)) {
		return false;
	}
	return b.segments.every((segment, i) => segment === undefined || segment === a.segments[i]);
}

/** A path that both match, or undefined. */
function commonPath(a: Compiled, b: Compiled): string | undefined {
	const length = Math.max(a.segments.length, b.segments.length);
	const path: string[] = [];
	for (let i = 0; i < length; i++) {
		const [x, y] = [a.segments[i], b.segments[i]];
		const [inA, inB] = [i < a.segments.length, i < b.segments.length];
		// Behind its segments a prefix takes everything, and others nothing.
		if ((!inA && a.pathKind !== 'prefix') || (!inB && b.pathKind !== 'prefix')) return undefined;
		if (x !== undefined && y !== undefined && x !== y) return undefined;
		const literal = x ?? y;
		// A parameter takes no empty segment.
		if (literal === '' && ((inA && x === undefined) || (inB && y === undefined))) return undefined;
		path.push(literal === undefined ? 'x' : encodeURIComponent(literal));
	}
	const bothPrefix = a.pathKind === 'prefix' && b.pathKind === 'prefix';
	// A prefix wants a slash behind it.
	if (!bothPrefix) {
		const other = a.pathKind === 'prefix' ? b : a;
		const prefix = a.pathKind === 'prefix' ? a : b;
		if (prefix.pathKind === 'prefix' && other.segments.length <= prefix.segments.length) return undefined;
	}
	return '/' + path.join('/') + (bothPrefix ? '/' : '');
}
