import { afterEach, expect, it, vi } from 'vitest';
import { connection } from './connection.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

it('asks again when a server takes the question and never answers', async () => {
	const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
	vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) =>
		signal?.aborted ? Promise.reject(signal.reason) : new Promise(() => {})
	);
	connection.failed();
	await Promise.race([connection.retry(), new Promise((done) => setTimeout(done, 100))]);
	expect(connection.asking).toBe(false);
	expect(timeout).toHaveBeenCalledWith(5000);
	connection.answered();
	timeout.mockRestore();
});
