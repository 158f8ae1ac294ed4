/** What the list of scripts shows beside them, and where it comes from. */
import { api, unwrap } from '#lib/api/client.ts';
import type { ExecutionSummary, Route } from '#lib/api/types.ts';
import { allRoutes } from '#lib/routes/all.ts';

/** The routes of all scripts, by script. */
export async function routesByScript(signal: AbortSignal): Promise<Map<string, Route[]>> {
	const found = new Map<string, Route[]>();
	for (const route of await allRoutes(signal)) {
		const list = found.get(route.script_id);
		if (list) list.push(route);
		else found.set(route.script_id, [route]);
	}
	return found;
}

/** The last failed execution of each script, among the latest. */
export async function lastErrors(signal: AbortSignal): Promise<Map<string, ExecutionSummary>> {
	const filter = 'outcome not in ["ok", "canceled"] || status >= 500';
	const { items } = await unwrap(api.GET('/logs', { params: { query: { filter, limit: 200 } }, signal }));
	const found = new Map<string, ExecutionSummary>();
	// Newest first.
	for (const execution of items) {
		if (!found.has(execution.script_id)) found.set(execution.script_id, execution);
	}
	return found;
}
