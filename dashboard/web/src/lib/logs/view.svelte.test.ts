import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import type { Execution } from '#lib/api/types.ts';
import { readFilters } from './filters.ts';
import type { Tail } from './tail.ts';
import { LogView } from './view.svelte.ts';

type Options = ConstructorParameters<typeof Tail>[0];

const server = vi.hoisted(() => ({
	/** The pages of the list, in the order in which they are asked for; a Problem is a refusal. */
	pages: [] as unknown[],
	asked: [] as Record<string, unknown>[],
	tails: [] as { options: unknown; stopped: boolean }[]
}));

vi.mock('#lib/api/client.ts', () => ({
	apiBase: '/api/v1/admin',
	unwrap: <T>(call: T) => call,
	api: {
		GET: async (_: string, { params }: { params: { query: Record<string, unknown> } }) => {
			server.asked.push(params.query);
			const page = server.pages.shift() ?? { items: [] };
			if (page instanceof Error) throw page;
			return page;
		}
	}
}));

vi.mock('./tail.ts', () => ({
	Tail: class {
		#entry: { options: unknown; stopped: boolean };
		constructor(options: unknown) {
			this.#entry = { options, stopped: false };
			server.tails.push(this.#entry);
		}
		stop() {
			this.#entry.stopped = true;
		}
		hurry() {}
	}
}));

const of = (...ids: string[]) => ids.map((id) => ({ id, weight: 1, logs: [] }) as unknown as Execution);
const ids = (list: readonly { id: string }[]) => list.map((e) => e.id).join('');

describe('the view of the log', () => {
	let query = $state('');
	let view: LogView;
	let leave: () => void;

	const settle = async () => {
		flushSync();
		await vi.advanceTimersByTimeAsync(150);
		flushSync();
	};
	const open = async (...pages: unknown[]) => {
		server.pages = pages;
		leave = $effect.root(() => {
			view = new LogView(() => readFilters(new URLSearchParams(query)));
		});
		await settle();
	};
	const tail = () => server.tails.at(-1)!.options as Options;

	beforeEach(() => {
		vi.useFakeTimers();
		query = '';
		server.asked = [];
		server.tails = [];
	});
	afterEach(() => {
		leave();
		vi.useRealTimers();
	});

	it('shows what is there, and follows from the newest on', async () => {
		await open({ items: of('c', 'b'), next_cursor: 'more' });
		expect(ids(view.rows.items)).toBe('cb');
		expect(tail().after).toBe('c');
		of('d', 'e').forEach(tail().onexecution);
		expect(ids(view.rows.items), 'what comes at once is drawn at once').toBe('cb');
		await settle();
		expect(ids(view.rows.items)).toBe('edcb');
	});

	it('keeps aside what comes while it is paused', async () => {
		await open({ items: of('a') });
		view.pause(true);
		of('a', 'b').forEach(tail().onexecution);
		tail().onexecution({ ...of('c')[0]!, weight: 20 });
		await settle();
		expect(ids(view.rows.items)).toBe('a');
		expect(view.news, 'with those that a sample stands for').toBe(21);
		view.pause(false);
		expect(ids(view.rows.items)).toBe('cba');
		expect(view.news).toBe(0);
	});

	it('loads older ones, and says when that failed', async () => {
		await open({ items: of('d', 'c'), next_cursor: '1' }, new Problem(503, { detail: 'away' }), {
			items: of('b', 'a')
		});
		await view.more();
		expect(view.moreProblem?.status).toBe(503);
		expect(view.wantsMore, 'not again by itself').toBe(false);
		await view.more();
		expect(ids(view.rows.items)).toBe('dcba');
		expect(view.cursor).toBeUndefined();
	});

	it('stops looking by itself when nothing is found for long', async () => {
		await open({ items: of('z'), next_cursor: '0' }, ...Array(20).fill({ items: [], next_cursor: '1' }));
		let asked = 0;
		for (; view.wantsMore && asked < 50; asked++) await view.more();
		expect(asked).toBe(10);
		view.lookFurther();
		expect(view.loadingMore).toBe(true);
	});

	it('begins anew with other filters, and keeps the old rows until then', async () => {
		await open({ items: of('b', 'a') }, { items: of('a') });
		const first = server.tails[0]!;
		query = 'outcome=error';
		flushSync();
		expect(first.stopped).toBe(true);
		expect(ids(view.rows.items)).toBe('ba');
		await settle();
		expect(ids(view.rows.items)).toBe('a');
		expect(server.asked.at(-1)).toMatchObject({ outcome: 'error' });
		expect(tail().url).toBe('/api/v1/admin/logs:tail?outcome=error');
	});

	it('keeps the rows when filters are refused', async () => {
		await open({ items: of('a') }, new Problem(422, { code: 'invalid_filter', field: 'filter' }));
		query = 'filter=status+%3E';
		await settle();
		expect(view.problem?.status).toBe(422);
		expect(ids(view.rows.items)).toBe('a');
	});

	it('looks again whenever an empty list begins to be followed, until the tail knows where it is', async () => {
		await open({ items: [] }, { items: of('a') }, { items: of('b', 'a') });
		expect(tail().after).toBeUndefined();
		tail().onstate('live');
		await settle();
		expect(ids(view.rows.items)).toBe('a');
		tail().onstate('reconnecting');
		tail().onstate('live');
		await settle();
		expect(ids(view.rows.items)).toBe('ba');
		of('c').forEach(tail().onexecution);
		const asked = server.asked.length;
		tail().onstate('live');
		await settle();
		expect(ids(view.rows.items)).toBe('cba');
		expect(server.asked).toHaveLength(asked);
	});

	it('does not follow what ends at a time', async () => {
		query = 'until=2026-11-23T10:00:00Z';
		await open({ items: of('a') });
		expect(server.tails).toHaveLength(0);
		expect(view.follows).toBe(false);
	});
});
