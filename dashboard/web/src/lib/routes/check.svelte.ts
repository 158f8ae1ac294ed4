import { api, unwrap } from '#lib/api/client.ts';
import { asProblem, isAbort } from '#lib/api/problem.ts';
import type { RouteInput } from '#lib/api/types.ts';
import { connection } from '#lib/state/connection.svelte.ts';
import { verdictOf, verdictOfProblem, type Verdict } from './verdict.ts';

/** The pause in typing after which is asked, in milliseconds. */
const pause = 150;

/** The server's opinion of a route that is being typed. */
export class RouteCheck {
	verdict = $state.raw<Verdict | undefined>();
	/** Whether the verdict is about what was typed before. */
	checking = $state(false);

	constructor(input: () => RouteInput | undefined) {
		$effect(() => {
			void connection.epoch;
			const body = input();
			if (!body) {
				this.verdict = undefined;
				this.checking = false;
				return;
			}
			const controller = new AbortController();
			this.checking = true;
			const timer = setTimeout(() => void this.#ask(body, controller.signal), pause);
			return () => {
				clearTimeout(timer);
				controller.abort();
			};
		});
	}

	async #ask(body: RouteInput, signal: AbortSignal): Promise<void> {
		let verdict: Verdict;
		try {
			verdict = verdictOf(await unwrap(api.POST('/routes:check', { body, signal })));
		} catch (thrown) {
			if (isAbort(thrown)) return;
			verdict = verdictOfProblem(asProblem(thrown));
		}
		if (signal.aborted) return;
		this.verdict = verdict;
		this.checking = false;
	}
}
