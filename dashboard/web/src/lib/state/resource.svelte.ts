import { connection } from '#lib/state/connection.svelte.ts';
import { asProblem, isAbort, type Problem } from '#lib/api/problem.ts';

/** What was loaded last for a key, to be shown at once when a page is opened again. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
const cache = new Map<string, unknown>();

/** So many answers are kept; those that were loaded longest ago go first. */
const most = 100;

/** Forgets everything: for sign-out, and for tests. */
export function clearCache(): void {
	cache.clear();
}

function remember(key: string, data: unknown): void {
	cache.delete(key);
	cache.set(key, data);
	if (cache.size > most) cache.delete(cache.keys().next().value!);
}

interface Options {
	/** Keeps the last answer under this name, across pages. It may depend on state. */
	key?: () => string;
}

/** Something that is loaded from the server and can be loaded again. */
export class Resource<T> {
	/** What was loaded last; it stays while it is loaded again. */
	data = $state.raw<T | undefined>();
	/** Why the last loading failed. */
	problem = $state.raw<Problem | undefined>();
	loading = $state(true);

	#round = $state(0);
	#waiting: (() => void)[] = [];

	constructor(load: (signal: AbortSignal) => Promise<T>, options: Options = {}) {
		let shown: string | undefined;
		$effect(() => {
			void connection.epoch;
			void this.#round;
			const key = options.key?.();
			if (key !== undefined && key !== shown) {
				this.data = cache.get(key) as T | undefined;
				shown = key;
			}
			const controller = new AbortController();
			this.loading = true;
			load(controller.signal).then(
				(data) => {
					if (controller.signal.aborted) return;
					if (key !== undefined) remember(key, data);
					this.data = data;
					this.problem = undefined;
					this.#settle();
				},
				(thrown: unknown) => {
					if (controller.signal.aborted || isAbort(thrown)) return;
					this.problem = asProblem(thrown);
					this.#settle();
				}
			);
			return () => controller.abort();
		});
	}

	/** Loads again; settled when that is over, well or not. */
	reload = (): Promise<void> => {
		this.#round++;
		return new Promise((done) => this.#waiting.push(done));
	};

	#settle(): void {
		this.loading = false;
		for (const done of this.#waiting.splice(0)) done();
	}
}

/**
 * Loads something when a component is made, and again when state that `load`
 * reads before its first await changes. A loading that is overtaken is given up.
 *
 *	const script = resource((signal) => unwrap(api.GET('/scripts/{id}', { params: { path: { id } }, signal })));
 */
export function resource<T>(load: (signal: AbortSignal) => Promise<T>, options?: Options): Resource<T> {
	return new Resource(load, options);
}
