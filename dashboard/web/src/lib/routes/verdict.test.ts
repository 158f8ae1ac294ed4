import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import type { Route, Witness } from '#lib/api/types.ts';
import { verdictOf, verdictOfProblem } from './verdict.ts';

const route = { id: '1', path: '/a/:x' } as Route;
const witness: Witness = { method: 'GET', host: 'example.com', path: '/a/b', url: 'http://example.com/a/b' };

describe('the verdict on a route', () => {
	it('lists what it shares requests with', () => {
		const winsOver = [{ route, witness }];
		expect(verdictOf({ ok: true, wins_over: winsOver, loses_to: [] })).toEqual({
			kind: 'ok',
			winsOver,
			losesTo: []
		});
	});

	it('is the same whether the check or the saving found the conflict', () => {
		const conflict = { kind: 'conflict', route, witness };
		expect(verdictOf({ ok: false, conflicting_route: route, witness, wins_over: [], loses_to: [] })).toEqual(
			conflict
		);
		const refused = new Problem(409, { code: 'route_conflict', conflicting_route: route, witness });
		expect(verdictOfProblem(refused)).toEqual(conflict);
	});

	it('has the place of a mistake', () => {
		const problem = new Problem(422, {
			code: 'reserved_path',
			detail: 'path, byte 1: /admin is reserved',
			field: 'path',
			offset: 1,
			errors: [{ location: 'body.path', message: '/admin is reserved' }]
		});
		expect(verdictOfProblem(problem)).toEqual({
			kind: 'mistake',
			field: 'path',
			offset: 1,
			message: '/admin is reserved.'
		});
	});

	it('finds the field of a mistake without a place', () => {
		const problem = new Problem(422, {
			code: 'validation',
			detail: 'no such script',
			errors: [{ location: 'body.script_id', message: 'there is no such script' }]
		});
		expect(verdictOfProblem(problem)).toMatchObject({
			kind: 'mistake',
			field: 'script_id',
			offset: undefined
		});
	});

	it('does not blame the route for the rest', () => {
		expect(verdictOfProblem(new Problem(503, { code: 'unavailable', detail: 'the store is away' }))).toEqual({
			kind: 'failed',
			message: 'The store is away.'
		});
	});
});
