import type { Page } from '#lib/api/types.ts';
import { asProblem, isAbort, type Problem } from '#lib/api/problem.ts';
import { Resource } from './resource.svelte.ts';

/**
 * A list that comes in pages. The first is loaded as a resource is; `more`
 * adds the next one.
 */
export class Paged<T> {
	readonly first: Resource<Page<T>>;
	loadingMore = $state(false);
	moreProblem = $state.raw<Problem | undefined>();

	#rest = $state.raw<{ of: Page<T>; items: T[]; cursor?: string } | undefined>();
	#load: (signal: AbortSignal, cursor?: string) => Promise<Page<T>>;

	constructor(
		load: (signal: AbortSignal, cursor?: string) => Promise<Page<T>>,
		options?: { key?: () => string }
	) {
		this.#load = load;
		this.first = new Resource((signal) => load(signal), options);
	}

	/** What follows the first page, unless that was loaded anew since. */
	get #following() {
		return this.#rest?.of === this.first.data ? this.#rest : undefined;
	}

	/** All items so far; undefined while there is nothing to show. */
	get items(): T[] | undefined {
		const first = this.first.data?.items;
		return first && [...first, ...(this.#following?.items ?? [])];
	}

	get problem(): Problem | undefined {
		return this.first.problem;
	}

	get loading(): boolean {
		return this.first.loading;
	}

	get hasMore(): boolean {
		return this.#cursor !== undefined;
	}

	get #cursor(): string | undefined {
		const following = this.#following;
		return (following ? following.cursor : this.first.data?.next_cursor) || undefined;
	}

	reload = (): Promise<void> => this.first.reload();

	more = async (): Promise<void> => {
		const of = this.first.data;
		const cursor = this.#cursor;
		if (this.loadingMore || !of || cursor === undefined) return;
		const before = this.#following?.items ?? [];
		this.loadingMore = true;
		this.moreProblem = undefined;
		try {
			const page = await this.#load(new AbortController().signal, cursor);
			// The first page may be another one by now: these items do not follow it.
			if (this.first.data === of) {
				const known = [...of.items, ...before].map(identity);
				const fresh = page.items.filter((item) => !known.includes(identity(item)));
				this.#rest = { of, items: [...before, ...fresh], cursor: page.next_cursor };
			}
		} catch (thrown) {
			if (!isAbort(thrown)) this.moreProblem = asProblem(thrown);
		} finally {
			this.loadingMore = false;
		}
	};
}

/** By what a list's items are told apart. What moved in the list meanwhile, by its name, comes twice. */
function identity(item: unknown): unknown {
	return (item as { id?: string }).id ?? item;
}

/** Loads a list in pages: see Paged. */
export function paged<T>(
	load: (signal: AbortSignal, cursor?: string) => Promise<Page<T>>,
	options?: { key?: () => string }
): Paged<T> {
	return new Paged(load, options);
}
