import { untrack } from 'svelte';
import { api, apiBase, unwrap } from '#lib/api/client.ts';
import { asProblem, isAbort, type Problem } from '#lib/api/problem.ts';
import type { ExecutionSummary } from '#lib/api/types.ts';
import { connection } from '#lib/state/connection.svelte.ts';
import { canFollow, toQuery, toTailQuery, type Filters } from './filters.ts';
import { append, insert, noRows, weightOf, without, type Rows } from './rows.ts';
import { Tail, type TailState } from './tail.ts';

/** Rows that come at once are drawn at once: how long they gather, in milliseconds. */
const gather = 100;

/** A page of the list. */
const limit = 100;

/**
 * With an expression the server may answer with nothing and a cursor. So often
 * in a row it is asked to look further by itself.
 */
const patience = 10;

/** The log as a page shows it: what is there, what comes, and what is older. */
export class LogView {
	rows = $state.raw<Rows>(noRows);
	/** Whether there are rows for these filters; before that they are those of the filters before. */
	loaded = $state(false);
	loading = $state(true);
	problem = $state.raw<Problem | undefined>();

	/** Where older executions begin; undefined at the end. */
	cursor = $state<string | undefined>();
	loadingMore = $state(false);
	moreProblem = $state.raw<Problem | undefined>();
	/** How often in a row nothing was found. */
	#empty = $state(0);

	tailState = $state<TailState>('connecting');
	paused = $state(false);
	/** What came while it was paused. */
	pending = $state.raw<Rows>(noRows);
	/** How many executions the server left out because they came too fast. */
	missed = $state(0);

	#filters: () => Filters;
	#round = $state(0);
	#tail: Tail | undefined;
	#inbox: ExecutionSummary[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#controller = new AbortController();

	constructor(filters: () => Filters) {
		this.#filters = filters;
		const key = $derived(JSON.stringify(filters()));
		$effect(() => {
			void key;
			void this.#round;
			return untrack(() => this.#begin());
		});
		$effect(() => {
			void connection.epoch;
			untrack(() => {
				if (this.problem) this.reload();
				else this.#tail?.hurry();
			});
		});
	}

	/** Whether executions to come are part of this list. */
	get follows(): boolean {
		return canFollow(this.#filters());
	}

	/** How many executions wait to be shown, with those that were sampled away. */
	get news(): number {
		return weightOf(this.pending.items);
	}

	/** Whether older executions should be loaded when their place comes into sight. */
	get wantsMore(): boolean {
		return (
			this.cursor !== undefined &&
			!this.rows.cut &&
			!this.loadingMore &&
			!this.moreProblem &&
			this.#empty < patience
		);
	}

	reload = (): void => {
		this.#round++;
	};

	/** Keeps what comes aside, or shows it again. */
	pause(paused: boolean): void {
		this.paused = paused;
		if (paused) return;
		this.rows = insert(this.rows, this.pending.items, this.cursor !== undefined);
		this.pending = noRows;
	}

	/** Loads older executions. */
	more = async (): Promise<void> => {
		const { cursor } = this;
		if (cursor === undefined || this.loadingMore) return;
		const { signal } = this.#controller;
		this.loadingMore = true;
		this.moreProblem = undefined;
		try {
			const page = await this.#page(signal, cursor);
			if (signal.aborted) return;
			this.#empty = page.items.length > 0 ? 0 : this.#empty + 1;
			this.rows = append(this.rows, page.items);
			this.cursor = page.next_cursor || undefined;
		} catch (thrown) {
			if (!signal.aborted && !isAbort(thrown)) this.moreProblem = asProblem(thrown);
		} finally {
			if (!signal.aborted) this.loadingMore = false;
		}
	};

	/** Looks further after nothing was found for long. */
	lookFurther = (): void => {
		this.#empty = 0;
		void this.more();
	};

	#begin(): () => void {
		const controller = new AbortController();
		this.#controller = controller;
		this.loading = true;
		this.tailState = 'connecting';
		this.loadingMore = false;
		this.moreProblem = undefined;
		this.pending = noRows;
		this.missed = 0;
		void this.#load(controller.signal);
		return () => {
			controller.abort();
			this.#tail?.stop();
			this.#tail = undefined;
			clearTimeout(this.#timer);
			this.#timer = undefined;
			this.#inbox = [];
		};
	}

	async #load(signal: AbortSignal): Promise<void> {
		try {
			const page = await this.#page(signal);
			if (signal.aborted) return;
			this.rows = insert(noRows, page.items, false);
			this.cursor = page.next_cursor || undefined;
			this.#empty = 0;
			this.problem = undefined;
			this.loaded = true;
			if (this.follows) this.#follow(signal);
		} catch (thrown) {
			if (signal.aborted || isAbort(thrown)) return;
			this.problem = asProblem(thrown);
		} finally {
			if (!signal.aborted) this.loading = false;
		}
	}

	#page(signal: AbortSignal, cursor?: string) {
		const query = { ...toQuery(this.#filters(), Date.now()), limit, cursor };
		return unwrap(api.GET('/logs', { params: { query }, signal }));
	}

	#follow(signal: AbortSignal): void {
		const query = toTailQuery(this.#filters()).toString();
		const after = this.rows.items[0]?.id;
		let known = after !== undefined;
		this.#tail = new Tail({
			url: `${apiBase}/logs:tail${query && '?' + query}`,
			after,
			onexecution: ({ logs: _, ...execution }) => {
				known = true;
				this.#receive(execution);
			},
			ondropped: (count) => (this.missed += count),
			onstate: (state) => {
				this.tailState = state;
				// Until the tail has sent something, nothing tells the server where
				// it is to go on from: what ended before it connected, or while it
				// was away, is found by looking again.
				if (state === 'live' && !known) void this.#catchUp(signal);
			},
			probe: () => this.#probe(signal)
		});
	}

	async #catchUp(signal: AbortSignal): Promise<void> {
		try {
			for (const execution of (await this.#page(signal)).items) this.#receive(execution);
		} catch {
			// The tail goes on, and tells when the server is gone.
		}
	}

	/** Why the tail cannot connect: the API client deals with 401, and with a server that is gone. */
	async #probe(signal: AbortSignal): Promise<boolean> {
		try {
			await this.#page(signal);
			return true;
		} catch (thrown) {
			const { status } = asProblem(thrown);
			return status === 0 || status >= 500 || status === 429;
		}
	}

	#receive(execution: ExecutionSummary): void {
		this.#inbox.push(execution);
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			const arrived = this.#inbox;
			this.#inbox = [];
			if (this.paused) {
				this.pending = insert(this.pending, without(arrived, this.rows), false);
			} else {
				this.rows = insert(this.rows, arrived, this.cursor !== undefined);
			}
		}, gather);
	}
}
