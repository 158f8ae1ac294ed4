import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { Page } from '#lib/api/types.ts';
import { Problem } from '#lib/api/problem.ts';
import { Paged } from './paged.svelte.ts';

const pages: Record<string, Page<number>> = {
	first: { items: [1, 2], next_cursor: 'second' },
	second: { items: [3], next_cursor: '' }
};

async function withList(
	load: (signal: AbortSignal, cursor?: string) => Promise<Page<number>>,
	run: (list: Paged<number>) => Promise<void>
) {
	let list!: Paged<number>;
	const destroy = $effect.root(() => {
		list = new Paged(load);
	});
	flushSync();
	await new Promise((done) => setTimeout(done));
	await run(list);
	destroy();
}

describe('Paged', () => {
	it('adds the next page, and knows the end', () =>
		withList(
			async (_, cursor) => pages[cursor ?? 'first']!,
			async (list) => {
				expect(list.items).toEqual([1, 2]);
				expect(list.hasMore).toBe(true);
				await list.more();
				expect(list.items).toEqual([1, 2, 3]);
				expect(list.hasMore).toBe(false);
			}
		));

	it('keeps what it has when the next page fails', () =>
		withList(
			async (_, cursor) => {
				if (cursor) throw new Problem(503, { detail: 'not now' });
				return pages.first!;
			},
			async (list) => {
				await list.more();
				expect(list.items).toEqual([1, 2]);
				expect(list.moreProblem?.message).toBe('not now');
				expect(list.hasMore).toBe(true);
			}
		));

	it('shows once what moved to a later page', () =>
		withList(
			async (_, cursor) => ({ items: cursor ? [2, 3] : [1, 2], next_cursor: cursor ? '' : 'second' }),
			async (list) => {
				await list.more();
				expect(list.items).toEqual([1, 2, 3]);
			}
		));

	it('begins anew when the first page is another one', () => {
		let round = 0;
		return withList(
			async (_, cursor) => (cursor ? pages.second! : { items: [round++], next_cursor: 'second' }),
			async (list) => {
				await list.more();
				expect(list.items).toEqual([0, 3]);
				const again = list.reload();
				flushSync();
				await again;
				expect(list.items).toEqual([1]);
				expect(list.hasMore).toBe(true);
			}
		);
	});
});
