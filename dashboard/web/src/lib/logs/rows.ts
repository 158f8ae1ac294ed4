import type { ExecutionSummary } from '#lib/api/types.ts';

/** So many rows are kept; older ones are let go for newer ones. */
const mostRows = 20_000;

/** The rows of the log, newest first by their ids, which grow with time. */
export interface Rows {
	items: readonly ExecutionSummary[];
	/** Whether rows at the end were let go, so that what follows them is unknown. */
	cut: boolean;
}

export const noRows: Rows = { items: [], cut: false };

/**
 * Puts executions among rows. Those that are there already are left out, for a
 * list and a tail overlap. With `open`, older executions are yet to be loaded:
 * one that belongs among them is left for then.
 */
export function insert(rows: Rows, added: readonly ExecutionSummary[], open: boolean, most = mostRows): Rows {
	const known = new Set(rows.items.map((e) => e.id));
	const oldest = rows.items.at(-1)?.id;
	const fresh = added.filter((e) => {
		if (known.has(e.id)) return false;
		known.add(e.id);
		return !((open || rows.cut) && oldest !== undefined && e.id < oldest);
	});
	if (fresh.length === 0) return rows;
	fresh.sort(newestFirst);
	const items = merge(rows.items, fresh);
	const cut = items.length > most;
	return { items: cut ? items.slice(0, most) : items, cut: rows.cut || cut };
}

/** Puts a page of older executions behind rows. */
export function append(rows: Rows, older: readonly ExecutionSummary[]): Rows {
	return insert({ ...rows, cut: false }, older, false, Number.POSITIVE_INFINITY);
}

/** The executions that are not among rows. */
export function without(list: readonly ExecutionSummary[], rows: Rows): ExecutionSummary[] {
	const known = new Set(rows.items.map((e) => e.id));
	return list.filter((e) => !known.has(e.id));
}

function newestFirst(a: ExecutionSummary, b: ExecutionSummary): number {
	return a.id < b.id ? 1 : -1;
}

function merge(a: readonly ExecutionSummary[], b: readonly ExecutionSummary[]): ExecutionSummary[] {
	// Mostly all that is new goes in front.
	if (a.length === 0 || b.at(-1)!.id > a[0]!.id) return [...b, ...a];
	return [...a, ...b].sort(newestFirst);
}

/** How many executions rows stand for, with those that were sampled away. */
export function weightOf(items: readonly ExecutionSummary[]): number {
	return items.reduce((sum, e) => sum + Math.max(1, e.weight), 0);
}
