import { resolve } from '$app/paths';

/** The log of a script, with one execution opened if its id is given. */
export function logHref(scriptID: string, executionID?: string): string {
	const query = new URLSearchParams({ script_id: scriptID });
	if (executionID) query.set('id', executionID);
	return `${resolve('/logs')}?${query}`;
}
