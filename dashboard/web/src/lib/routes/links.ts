import { resolve } from '$app/paths';
import type { Route } from '#lib/api/types.ts';

/** Host and path of a route, as they were typed. */
export function pattern(route: Pick<Route, 'host_kind' | 'host' | 'path'>): string {
	return route.host_kind === 'any' ? route.path : route.host + route.path;
}

/** The Routes screen, with one route in sight. */
export function routeHref(id: string): string {
	return `${resolve('/routes')}?route=${id}`;
}

/** The Routes screen, with a request in its match preview. */
export function matchHref(method: string, url: string): string {
	return `${resolve('/routes')}?${new URLSearchParams({ method, url })}`;
}

/** A script's screen, with a request in its request builder. */
export function builderHref(scriptId: string, method: string, url: string): string {
	return `${resolve('/scripts/[id]', { id: scriptId })}?${new URLSearchParams({ method, url })}`;
}
