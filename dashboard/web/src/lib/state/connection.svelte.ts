/**
 * Whether the server answers. The API client tells; the banner shows it and
 * asks /healthz until the server is back, and then every resource loads anew.
 */
class Connection {
	/** Whether the last call got no answer. */
	gone = $state(false);
	/** How often the server came back: resources depend on it. */
	epoch = $state(0);
	/** Whether the server is being asked just now. */
	asking = $state(false);

	#timer: ReturnType<typeof setTimeout> | undefined;
	#wait = 0;

	answered(): void {
		if (!this.gone) return;
		clearTimeout(this.#timer);
		this.gone = false;
		this.epoch++;
	}

	failed(): void {
		if (this.gone) return;
		this.gone = true;
		this.#wait = 1000;
		this.#schedule();
	}

	/** Asks whether the server is there again. */
	retry = async (): Promise<void> => {
		if (this.asking) return;
		clearTimeout(this.#timer);
		this.asking = true;
		try {
			const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
			if (response.ok) this.answered();
		} catch {
			// Still gone.
		} finally {
			this.asking = false;
		}
		if (this.gone) this.#schedule();
	};

	#schedule(): void {
		this.#timer = setTimeout(this.retry, this.#wait);
		this.#wait = Math.min(this.#wait * 1.6, 15_000);
	}
}

export const connection = new Connection();
