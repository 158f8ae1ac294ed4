import { describe, expect, it } from 'vitest';
import { canFollow, isFiltered, localTime, readFilters, span, toQuery, toTailQuery } from './filters.ts';

const none = readFilters(new URLSearchParams());

describe('filters of the log', () => {
	it('survive the URL', () => {
		const filters = {
			text: 'a & b=c',
			script_id: '01',
			route_id: '02',
			outcome: 'timeout',
			status_class: '5xx',
			since: '15m',
			until: '2026-11-23T10:00:00.000Z',
			filter: 'status >= 500 and path contains "x+y"'
		};
		const query = new URLSearchParams({ id: '7', ...filters });
		expect(readFilters(new URLSearchParams(query.toString()))).toEqual(filters);
	});

	it('are empty without parameters', () => {
		expect(isFiltered(none)).toBe(false);
		expect(isFiltered({ ...none, filter: 'x' })).toBe(true);
	});

	it('ignore what makes no sense', () => {
		const query = new URLSearchParams('outcome=nonsense&status_class=9xx&since=soon&until=never');
		expect(readFilters(query)).toEqual(none);
	});

	it('turn spans into times for the list, and leave times out of the tail', () => {
		const now = Date.parse('2026-11-23T12:00:00Z');
		const filters = { ...none, since: '15m', text: 'x' };
		expect(toQuery(filters, now)).toEqual({ text: 'x', since: '2026-11-23T11:45:00.000Z' });
		expect(toTailQuery(filters).toString()).toBe('text=x');
		expect(toQuery({ ...none, since: '2026-11-23T10:00:00+01:00' }, now)).toEqual({
			since: '2026-11-23T09:00:00.000Z'
		});
	});

	it('end following where the list ends', () => {
		expect(canFollow(none)).toBe(true);
		expect(canFollow({ ...none, until: '2026-11-23T10:00:00Z' })).toBe(false);
	});

	it.each([
		['15m', 900_000],
		['1h', 3_600_000],
		['7d', 604_800_000],
		['1', undefined],
		['', undefined],
		['-1h', undefined]
	])('read the span %j', (text, ms) => {
		expect(span(text)).toBe(ms);
	});

	it('show a time as it is on the reader’s clock', () => {
		const time = localTime('2026-11-23T10:00:00Z');
		expect(new Date(time).toISOString()).toBe('2026-11-23T10:00:00.000Z');
	});
});
