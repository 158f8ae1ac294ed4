import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RouteInput } from '#lib/api/types.ts';
import { Problem } from '#lib/api/problem.ts';
import { RouteCheck } from './check.svelte.ts';

/** The calls to the server, each answered when the test says so. */
const calls: {
	path: string;
	signal: AbortSignal;
	done: (result: unknown) => void;
	fail: (p: Problem) => void;
}[] = [];

vi.mock('#lib/api/client.ts', () => ({
	unwrap: <T>(call: T) => call,
	api: {
		POST: (_: string, { body, signal }: { body: RouteInput; signal: AbortSignal }) =>
			new Promise((done, fail) => {
				calls.push({ path: body.path, signal, done, fail });
			})
	}
}));

const unique = { ok: true, wins_over: [], loses_to: [] };

describe('the check of a route that is typed', () => {
	let path = $state('');
	let check: RouteCheck;
	let leave: () => void;

	const type = (text: string) => {
		path = text;
		flushSync();
	};

	beforeEach(() => {
		vi.useFakeTimers();
		calls.length = 0;
		path = '';
		leave = $effect.root(() => {
			check = new RouteCheck(() => (path === '' ? undefined : { path }));
		});
		flushSync();
	});
	afterEach(() => {
		leave();
		vi.useRealTimers();
	});

	it('waits for a pause, and asks once', async () => {
		for (const text of ['/', '/a', '/ab']) {
			type(text);
			await vi.advanceTimersByTimeAsync(100);
		}
		expect(calls).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(50);
		expect(calls.map((c) => c.path)).toEqual(['/ab']);
	});

	it('gives up a call that is overtaken, and ignores its answer', async () => {
		type('/a');
		await vi.advanceTimersByTimeAsync(150);
		type('/ab');
		expect(calls[0]!.signal.aborted).toBe(true);
		calls[0]!.done({ ...unique, ok: false });
		await vi.advanceTimersByTimeAsync(150);
		expect(check.verdict).toBeUndefined();
		calls[1]!.done(unique);
		await vi.advanceTimersByTimeAsync(0);
		expect(check.verdict?.kind).toBe('ok');
		expect(check.checking).toBe(false);
	});

	it('keeps the last verdict while it asks, and says that it is old', async () => {
		type('/a b');
		await vi.advanceTimersByTimeAsync(150);
		calls[0]!.fail(
			new Problem(422, { code: 'illegal_character', field: 'path', offset: 2, detail: 'a space' })
		);
		await vi.advanceTimersByTimeAsync(0);
		expect(check.verdict).toMatchObject({ kind: 'mistake', offset: 2 });
		type('/a');
		expect(check.verdict?.kind).toBe('mistake');
		expect(check.checking).toBe(true);
		type('');
		expect(check.verdict).toBeUndefined();
		expect(check.checking).toBe(false);
	});
});
