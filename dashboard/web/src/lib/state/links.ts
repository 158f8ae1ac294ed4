import type { Route } from '#lib/api/types.ts';

/** Where clients reach routes: what the configuration says, or this site. */
export function publicBase(configured: string | undefined): string {
	return (configured || location.origin).replace(/\/+$/, '');
}

/**
 * A link to a route, for reading and for copying: its pattern stays in it, and
 * only a route without captures can be opened as it is (`openable`).
 */
export function routeLink(route: Pick<Route, 'host' | 'host_kind' | 'path' | 'path_kind'>, base: string) {
	let origin = base;
	if (route.host_kind !== 'any' && route.host !== '') {
		const url = new URL(base);
		// The port is part of how this site is reached, whatever the host.
		origin = `${url.protocol}//${route.host}${url.port ? ':' + url.port : ''}`;
	}
	return {
		href: origin + route.path,
		openable: route.host_kind !== 'wildcard' && route.path_kind === 'exact'
	};
}
