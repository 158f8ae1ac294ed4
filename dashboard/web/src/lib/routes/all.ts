import { api, unwrap } from '#lib/api/client.ts';
import type { Page, Route, ScriptSummary } from '#lib/api/types.ts';

/** The most that the server puts into one page. */
const limit = 200;

/** Loads a list to its end: what has an order of its own can only be shown whole. */
async function all<T extends { id: string }>(
	page: (cursor: string | undefined) => Promise<Page<T>>
): Promise<T[]> {
	// What was renamed between two pages can be in both.
	const items = new Map<string, T>();
	let cursor: string | undefined;
	do {
		const next = await page(cursor);
		for (const item of next.items) items.set(item.id, item);
		cursor = next.next_cursor || undefined;
	} while (cursor !== undefined);
	return [...items.values()];
}

export function allRoutes(signal: AbortSignal): Promise<Route[]> {
	return all((cursor) => unwrap(api.GET('/routes', { params: { query: { limit, cursor } }, signal })));
}

/** The routes of one script. */
export function routesOf(id: string, signal: AbortSignal): Promise<Route[]> {
	return all((cursor) =>
		unwrap(api.GET('/scripts/{id}/routes', { params: { path: { id }, query: { limit, cursor } }, signal }))
	);
}

export function allScripts(signal: AbortSignal): Promise<ScriptSummary[]> {
	return all((cursor) => unwrap(api.GET('/scripts', { params: { query: { limit, cursor } }, signal })));
}
