import type { operations } from '#lib/api/schema.d.ts';
import { outcomes } from '#lib/ui/outcomes.ts';

/** What the list of executions is narrowed to; empty for everything. */
export interface Filters {
	text: string;
	script_id: string;
	route_id: string;
	outcome: string;
	status_class: string;
	/** A span back from now, such as 15m, 1h or 7d, or a time. */
	since: string;
	/** A time. */
	until: string;
	/** An expression over the record. */
	filter: string;
}

export type FilterName = keyof Filters;

/** The parameters of the URL that hold filters. */
const filterNames: readonly FilterName[] = [
	'text',
	'script_id',
	'route_id',
	'outcome',
	'status_class',
	'since',
	'until',
	'filter'
];

export type LogQuery = NonNullable<operations['list-executions']['parameters']['query']>;

/** Reads filters from the query of a URL; what makes no sense there is left out. */
export function readFilters(query: URLSearchParams): Filters {
	const filters = Object.fromEntries(
		filterNames.map((name) => [name, query.get(name) ?? ''])
	) as unknown as Filters;
	if (!(filters.outcome in outcomes)) filters.outcome = '';
	if (!/^[2-5](xx)?$/.test(filters.status_class)) filters.status_class = '';
	if (span(filters.since) === undefined && !isTime(filters.since)) filters.since = '';
	if (!isTime(filters.until)) filters.until = '';
	return filters;
}

/** Whether anything is left out. */
export function isFiltered(filters: Filters): boolean {
	return filterNames.some((name) => filters[name] !== '');
}

/** What the server is asked. Spans count back from now. */
export function toQuery(filters: Filters, now: number): LogQuery {
	const query: Record<string, string> = {};
	for (const name of filterNames) {
		if (filters[name] !== '') query[name] = filters[name];
	}
	const back = span(filters.since);
	if (back !== undefined) query.since = new Date(now - back).toISOString();
	else if (filters.since) query.since = new Date(filters.since).toISOString();
	if (filters.until) query.until = new Date(filters.until).toISOString();
	return query;
}

/** What a tail is asked: what is to come is new enough for any span. */
export function toTailQuery(filters: Filters): URLSearchParams {
	const { since: _, until: __, ...query } = toQuery(filters, 0);
	return new URLSearchParams(query as Record<string, string>);
}

/** Whether there can be executions to come: not when the list ends at a time. */
export function canFollow(filters: Filters): boolean {
	return filters.until === '';
}

/** A span such as 15m, 1h or 7d in milliseconds; undefined for what is none. */
export function span(text: string): number | undefined {
	const parts = /^(\d{1,4})([mhd])$/.exec(text);
	if (!parts) return undefined;
	const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[parts[2] as 'm' | 'h' | 'd'];
	return Number(parts[1]) * unit;
}

function isTime(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text));
}

/** A time as an input of type datetime-local has it, in the reader's time zone. */
export function localTime(time: string): string {
	if (!isTime(time)) return '';
	const at = new Date(time);
	return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
