import { render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { connection } from './connection.svelte.ts';
import { clearCache } from './resource.svelte.ts';
import Harness from './ResourceHarness.test.svelte';

/** A call that is answered when the test says so. */
function deferred() {
	const calls: {
		id: string;
		signal: AbortSignal;
		done: (data: string) => void;
		fail: (thrown: unknown) => void;
	}[] = [];
	const load = vi.fn(
		(id: string, signal: AbortSignal) =>
			new Promise<string>((done, fail) => {
				calls.push({ id, signal, done, fail });
			})
	);
	return { calls, load };
}

const shown = () => screen.getByTestId('shown').textContent;

describe('resource', () => {
	beforeEach(clearCache);

	it('loads, and shows what came', async () => {
		const { calls, load } = deferred();
		render(Harness, { id: 'a', load });
		expect(shown()).toBe('loading');
		calls[0]!.done('first');
		await waitFor(() => expect(shown()).toBe('first'));
	});

	it('gives up a loading that is overtaken, and ignores its answer', async () => {
		const { calls, load } = deferred();
		const { rerender } = render(Harness, { id: 'a', load });
		await rerender({ id: 'b' });
		expect(calls[0]!.signal.aborted).toBe(true);
		calls[1]!.done('second');
		calls[0]!.done('first');
		await waitFor(() => expect(shown()).toBe('second'));
	});

	it('keeps what it has when loading again fails', async () => {
		const { calls, load } = deferred();
		const { component } = render(Harness, { id: 'a', load });
		calls[0]!.done('first');
		await waitFor(() => expect(shown()).toBe('first'));
		const again = component.reload();
		await tick();
		calls[1]!.fail(new Problem(503, { code: 'unavailable', detail: 'not now' }));
		await again;
		await waitFor(() => expect(shown()).toBe('first (not now)'));
	});

	it('shows at once what it had for a key', async () => {
		const { calls, load } = deferred();
		const { rerender } = render(Harness, { id: 'a', load });
		calls[0]!.done('of a');
		await waitFor(() => expect(shown()).toBe('of a'));
		await rerender({ id: 'b' });
		expect(shown()).toBe('loading');
		calls[1]!.done('of b');
		await waitFor(() => expect(shown()).toBe('of b'));
		await rerender({ id: 'a' });
		expect(shown()).toBe('of a');
		expect(load).toHaveBeenCalledTimes(3);
	});

	it('lets go of what was loaded long ago', async () => {
		const loaded = new Set<string>();
		const load = (id: string) => {
			if (loaded.has(id)) return new Promise<string>(() => {});
			loaded.add(id);
			return Promise.resolve(`of ${id}`);
		};
		const { rerender } = render(Harness, { id: '0', load });
		await waitFor(() => expect(shown()).toBe('of 0'));
		for (let i = 1; i <= 100; i++) {
			await rerender({ id: String(i) });
			await waitFor(() => expect(shown()).toBe(`of ${i}`));
		}
		await rerender({ id: '1' });
		expect(shown(), 'among the last hundred').toBe('of 1');
		await rerender({ id: '0' });
		expect(shown()).toBe('loading');
	});

	it('loads again when the server is back', async () => {
		const { calls, load } = deferred();
		render(Harness, { id: 'a', load });
		calls[0]!.done('first');
		await waitFor(() => expect(shown()).toBe('first'));
		connection.failed();
		connection.answered();
		await waitFor(() => expect(load).toHaveBeenCalledTimes(2));
	});
});
