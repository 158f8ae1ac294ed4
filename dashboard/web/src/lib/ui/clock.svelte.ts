import { createSubscriber } from 'svelte/reactivity';

/** The time for relative times: it goes on every 10 seconds while somebody shows it. */
class Clock {
	#subscribe = createSubscriber((update) => {
		const timer = setInterval(update, 10_000);
		return () => clearInterval(timer);
	});

	get now(): number {
		this.#subscribe();
		return Date.now();
	}
}

export const clock = new Clock();
