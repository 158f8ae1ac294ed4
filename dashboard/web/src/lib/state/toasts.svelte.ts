import { asProblem, isAbort } from '#lib/api/problem.ts';

export interface Toast {
	id: number;
	kind: 'ok' | 'error';
	text: string;
}

/** How long a toast stays, in milliseconds. Those about errors stay longer. */
const stay = { ok: 4000, error: 10_000 };

/** Short messages about what was done. Errors that belong to a field or a list are shown there instead. */
class Toasts {
	list = $state<Toast[]>([]);
	#last = 0;
	#timers = new Map<number, ReturnType<typeof setTimeout>>();

	ok(text: string): void {
		this.#add('ok', text);
	}

	error(text: string): void {
		this.#add('error', text);
	}

	/** Shows what was thrown, but not the end of a call that was given up. */
	problem(thrown: unknown): void {
		if (!isAbort(thrown)) this.error(asProblem(thrown).sentence);
	}

	dismiss(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
		this.list = this.list.filter((t) => t.id !== id);
	}

	/** Keeps all toasts while one is read. */
	hold(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
	}

	release(): void {
		for (const toast of this.list) this.#schedule(toast);
	}

	#add(kind: Toast['kind'], text: string): void {
		const toast = { id: ++this.#last, kind, text };
		this.list = [...this.list.slice(-3), toast];
		this.#schedule(toast);
	}

	#schedule(toast: Toast): void {
		this.#timers.set(
			toast.id,
			setTimeout(() => this.dismiss(toast.id), stay[toast.kind])
		);
	}
}

export const toasts = new Toasts();
