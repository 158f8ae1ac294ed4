import type { Route } from '#lib/api/types.ts';
import { pattern } from './links.ts';

/** Whether a route has all words of a search: in its method, host, path, guard or the name of its script. */
export function matchesSearch(route: Route, scriptName: string, search: string): boolean {
	const text = `${route.method || 'any'} ${pattern(route)} ${route.guard} ${scriptName}`.toLowerCase();
	return search
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}
