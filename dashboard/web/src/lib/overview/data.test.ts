import { describe, expect, it } from 'vitest';
import type { ExecutionSummary, Info, ScriptSummary, Stats } from '#lib/api/types.ts';
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
	const config = (walls: Info['executor']['walls'], dropped = 0) =>
		({ executor: { name: 'process', walls }, log_sink: { dropped } }) as Info;
	const crash = (script_id: string) => ({ script_id, script_name: script_id }) as ExecutionSummary;

	it('has none when all is well', () => {
		expect(
			warnings({ scripts: [], config: config([{ name: 'loops', stands: true }]), crashes: [crash('a')] })
		).toEqual([]);
	});
	it('tells of walls that are missing', () => {
		const [warning] = warnings({
			scripts: [],
			config: config([{ name: 'files', stands: false, detail: 'no Landlock' }]),
			crashes: []
		});
		expect(warning?.text).toBe('files: no Landlock.');
		expect(warning?.link).toEqual({ to: 'server' });
	});
	it('tells of a script that keeps crashing', () => {
		const crashes = [crash('a'), crash('b'), crash('a'), crash('a')];
		expect(warnings({ scripts: [], config: config([]), crashes }).map((w) => w.title)).toEqual([
			'a keeps crashing'
		]);
	});
	it('tells of lost records', () => {
		expect(warnings({ scripts: [], config: config([], 7), crashes: [] })[0]?.text).toContain('7 ');
	});
});
