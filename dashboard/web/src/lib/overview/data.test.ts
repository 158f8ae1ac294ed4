import { describe, expect, it } from 'vitest';
import type { Route, ExecutionSummary, Info, ScriptSummary, Stats } from '#lib/api/types.ts';
import { byErrorRate, recentSaves, warnings } from './data.ts';

const script = (id: string, updated = '2026-11-23T12:00:00Z') =>
	({ id, name: `name of ${id}`, updated_at: updated }) as ScriptSummary;
const counts = (script_id: string, count: number, errors: number) => ({
	script_id,
	count,
	errors,
	p50_ms: 1,
	p95_ms: 2,
	p99_ms: 3
});

describe('byErrorRate', () => {
	const stats = {
		scripts: [counts('a', 100, 1), counts('b', 10, 5), counts('c', 50, 0), counts('d', 500, 0)]
	} as Stats;

	it('puts the highest rate first, then the busiest', () => {
		expect(byErrorRate(stats, [], 10).map((s) => s.id)).toEqual(['b', 'a', 'd', 'c']);
	});
	it('names those that are still there', () => {
		expect(byErrorRate(stats, [script('b')], 2).map((s) => s.name)).toEqual(['name of b', undefined]);
	});
});

describe('recentSaves', () => {
	it('puts the last one first', () => {
		const list = [
			script('a', '2026-11-01T00:00:00Z'),
			script('b', '2026-11-03T00:00:00Z'),
			script('c', '2026-11-02T00:00:00Z')
		];
		expect(recentSaves(list, 2).map((s) => s.id)).toEqual(['b', 'c']);
	});
});

describe('warnings', () => {
	const config = (walls: Info['executor']['walls'], dropped = 0, used = 0) =>
		({
			executor: { name: 'process', walls },
			log_sink: { dropped },
			logs: { bytes: used, max_bytes: 1 << 30 }
		}) as Info;
	const nothing = { scripts: [], crashes: [], routes: [] };
	const route = (path: string, path_kind: Route['path_kind']) =>
		({ host_kind: 'any', host: '', path, path_kind, method: '' }) as Route;
	const crash = (script_id: string) => ({ script_id, script_name: script_id }) as ExecutionSummary;

	it('has none when all is well', () => {
		expect(
			warnings({ ...nothing, config: config([{ name: 'loops', stands: true }]), crashes: [crash('a')] })
		).toEqual([]);
	});
	it('tells of walls that are missing', () => {
		const [warning] = warnings({
			...nothing,
			config: config([{ name: 'files', stands: false, detail: 'no Landlock' }])
		});
		expect(warning?.text).toBe('files: no Landlock.');
		expect(warning?.link).toEqual({ to: 'server' });
	});
	it('tells of a script that keeps crashing', () => {
		const crashes = [crash('a'), crash('b'), crash('a'), crash('a')];
		expect(warnings({ ...nothing, config: config([]), crashes }).map((w) => w.title)).toEqual([
			'a keeps crashing'
		]);
	});
	it('tells of lost records', () => {
		expect(warnings({ ...nothing, config: config([], 7) })[0]?.text).toContain('7 ');
	});
	it('tells of a log that is full', () => {
		expect(warnings({ ...nothing, config: config([], 0, 1020 << 20) })[0]?.title).toContain('filled');
		expect(warnings({ ...nothing, config: config([], 0, 100 << 20) })).toEqual([]);
	});
	it('tells of routes that lose requests to one that is no exception to them', () => {
		const files = route('/files/*', 'prefix');
		expect(
			warnings({ ...nothing, config: config([]), routes: [files, route('/:any/readme', 'param')] })[0]?.title
		).toContain('1 route ');
		expect(warnings({ ...nothing, config: config([]), routes: [files, route('/files/a', 'exact')] })).toEqual(
			[]
		);
	});
});
