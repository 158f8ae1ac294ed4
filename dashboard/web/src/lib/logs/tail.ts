import type { Execution } from '#lib/api/types.ts';

/** live: what ends is shown at once. reconnecting: it will be, when the server is back. */
export type TailState = 'connecting' | 'live' | 'reconnecting' | 'closed';

/** The part of an EventSource that a tail needs; tests have their own. */
export interface Source {
	readonly readyState: number;
	addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
	close(): void;
}

interface Options {
	/** The URL of the stream, without `after`. */
	url: string;
	/** The last execution that is known: what came after it is sent first. */
	after?: string;
	onexecution: (execution: Execution) => void;
	/** Tells how many executions the server left out because this client was too slow. */
	ondropped: (count: number) => void;
	onstate: (state: TailState) => void;
	/**
	 * Finds out why there is no connection, which an EventSource does not tell.
	 * False ends the tail.
	 */
	probe: () => Promise<boolean>;
	connect?: (url: string) => Source;
}

const closed = 2;
const patience = { first: 1000, most: 30_000 };

/** Follows the log until it is stopped. */
export class Tail {
	#options: Options;
	#source: Source | undefined;
	#last: string | undefined;
	#wait = patience.first;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	constructor(options: Options) {
		this.#options = options;
		this.#last = options.after;
		options.onstate('connecting');
		this.#open();
	}

	/** Ends it. */
	stop(): void {
		this.#stopped = true;
		this.#close();
		clearTimeout(this.#timer);
	}

	/** Connects at once when it waits to: the server is known to be back. */
	hurry(): void {
		if (this.#stopped || this.#source) return;
		clearTimeout(this.#timer);
		this.#open();
	}

	#open(): void {
		const { url, connect = (to) => new EventSource(to) } = this.#options;
		const query = this.#last === undefined ? '' : `${url.includes('?') ? '&' : '?'}after=${this.#last}`;
		const source = connect(url + query);
		this.#source = source;
		const on = (type: string, listener: (event: MessageEvent<string>) => void) =>
			source.addEventListener(type, (event) => {
				// What a closed stream still delivers was asked for again.
				if (this.#source === source) listener(event);
			});

		on('open', () => {
			this.#wait = patience.first;
			this.#options.onstate('live');
		});
		on('execution', (event) => {
			this.#last = event.lastEventId || this.#last;
			this.#options.onexecution(JSON.parse(event.data) as Execution);
		});
		on('dropped', (event) => {
			this.#options.ondropped((JSON.parse(event.data) as { count: number }).count);
		});
		on('end', () => {
			// The server asks to connect again: it is reloading, or wants to know who this is.
			this.#again(patience.first);
		});
		on('error', () => {
			// Its own attempts would go on with the first URL, and tell nobody why they fail.
			void this.#lost(source.readyState === closed);
		});
	}

	async #lost(refused: boolean): Promise<void> {
		this.#close();
		this.#options.onstate('reconnecting');
		// A connection that breaks off is worth one attempt without asking.
		if (refused || this.#wait > patience.first) {
			const goOn = await this.#options.probe();
			if (this.#stopped) return;
			if (!goOn) {
				this.#options.onstate('closed');
				return;
			}
		}
		this.#again(this.#wait);
		this.#wait = Math.min(this.#wait * 2, patience.most);
	}

	#again(wait: number): void {
		this.#close();
		if (this.#stopped) return;
		this.#options.onstate('reconnecting');
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#open(), wait);
	}

	#close(): void {
		this.#source?.close();
		this.#source = undefined;
	}
}
