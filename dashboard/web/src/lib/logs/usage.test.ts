import { describe, expect, it } from 'vitest';
import type { Execution, Info } from '#lib/api/types.ts';
import { share, usageOf } from './usage.ts';

const execution = {
	duration_ms: 120,
	queued_ms: 20,
	operations: 500,
	response_bytes: 10,
	logs: [{}, {}],
	logs_dropped: 3
} as Execution;
const info = {
	limits: { timeout_ms: 1000, max_operations: 5000, response_bytes: 100, log_lines: 50 }
} as Info;

const figures = (...args: Parameters<typeof usageOf>) => usageOf(...args).map((u) => [u.used, u.limit]);

describe('the usage of an execution', () => {
	it('is measured by the limits of the script, or else those of the configuration', () => {
		expect(figures(execution, { timeout_ms: 200, max_operations: 0 }, info)).toEqual([
			[100, 200],
			[500, 5000],
			[10, 100],
			[5, 50]
		]);
	});

	it('has no limit while none is known', () => {
		expect(figures(execution, undefined, undefined).map(([, limit]) => limit)).toEqual([0, 0, 0, 0]);
	});

	it('is drawn as a share', () => {
		expect(share({ used: 1, limit: 4 })).toBe(25);
		expect(share({ used: 9, limit: 4 }), 'no more than all').toBe(100);
		expect(share({ used: 1, limit: 1e6 }), 'something is to be seen').toBe(0.5);
		expect(share({ used: 0, limit: 4 })).toBe(0);
		expect(share({ used: 1, limit: 0 }), 'no limit').toBe(0);
	});
});
