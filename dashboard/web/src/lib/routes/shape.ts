import type { Shape } from './pattern.ts';

/** Reads a route for a test: "GET *.example.com/a/:b", with * for any method. */
export function shape(line: string): Shape {
	const [method = '', target = ''] = line.split(' ');
	const slash = target.indexOf('/');
	const host = target.slice(0, slash);
	const path = target.slice(slash);
	return {
		method: method === '*' ? '' : method,
		host,
		host_kind: host === '' ? 'any' : host.startsWith('*.') ? 'wildcard' : 'strict',
		path,
		path_kind: path.endsWith('/*') ? 'prefix' : path.includes('/:') ? 'param' : 'exact'
	};
}

/** The line that a shape was read from. */
export function text(route: Shape): string {
	return `${route.method || '*'} ${route.host}${route.path}`;
}
