import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '#lib/api/types.ts';
import { append, insert, noRows, weightOf } from './rows.ts';

const of = (...ids: string[]) => ids.map((id) => ({ id, weight: 1 }) as ExecutionSummary);
const ids = (rows: { items: readonly ExecutionSummary[] }) => rows.items.map((e) => e.id).join('');

describe('the rows of the log', () => {
	it('have the newest first, however they come', () => {
		let rows = insert(noRows, of('c', 'a'), false);
		rows = insert(rows, of('b', 'd'), false);
		expect(ids(rows)).toBe('dcba');
	});

	it('have each execution once', () => {
		const rows = insert(noRows, of('b', 'a'), false);
		expect(ids(insert(rows, of('b', 'c', 'c'), false))).toBe('cba');
		expect(insert(rows, of('a'), false), 'nothing new is no change').toBe(rows);
	});

	it('leave a late one for the page that it belongs to', () => {
		const rows = insert(noRows, of('d', 'c'), true);
		expect(ids(insert(rows, of('b', 'e'), true))).toBe('edc');
		expect(ids(append(rows, of('b', 'a')))).toBe('dcba');
	});

	it('let the oldest go when there are too many', () => {
		const rows = insert(insert(noRows, of('b', 'a'), false, 3), of('d', 'c'), false, 3);
		expect(rows.cut).toBe(true);
		expect(ids(rows)).toBe('dcb');
		expect(ids(insert(rows, of('a'), false, 3)), 'what was let go stays away').toBe('dcb');
	});

	it('count what samples stand for', () => {
		expect(weightOf([{ weight: 20 }, { weight: 1 }, { weight: 0 }] as ExecutionSummary[])).toBe(22);
	});
});
