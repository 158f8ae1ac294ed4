import { untrack } from 'svelte';

/** One thing that can be done by keys. */
export interface Shortcut {
	/** "g s" for one key after the other, "/" for one, "mod+s" for Ctrl or Cmd. */
	keys: string;
	label: string;
	/** Returns false when it does not apply, so that the key keeps its usual meaning. */
	run: () => unknown;
}

/** How long the second key of a sequence may take, in milliseconds. */
const patience = 1200;

/** The keyboard shortcuts in force. Pages add theirs with `useShortcuts`. */
class Shortcuts {
	groups = $state.raw<{ name: string; list: Shortcut[] }[]>([]);
	/** Whether keys without Ctrl or Cmd do something: to those who dictate they are words. */
	plain = $state(plainAsKept());
	#prefix = '';
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Adds shortcuts until the returned function is called. */
	add(name: string, list: Shortcut[]): () => void {
		const group = { name, list };
		this.groups = [...this.groups, group];
		return () => {
			this.groups = this.groups.filter((g) => g !== group);
		};
	}

	/** Handles a key of the window. */
	handle = (event: KeyboardEvent): void => {
		if (event.defaultPrevented || event.isComposing) return;
		const key = keyOf(event);
		if (key === undefined) return;
		const mod = key.startsWith('mod+');
		// Keys belong to what is being typed in, and to an open dialog. Those
		// with Ctrl or Cmd are nobody's text.
		if (!mod && (!this.plain || typing(event) || document.querySelector('dialog:modal'))) return;

		const all = this.groups.flatMap((g) => g.list);
		const sequence = this.#prefix === '' ? key : `${this.#prefix} ${key}`;
		clearTimeout(this.#timer);
		this.#prefix = '';
		// The last one added is the page's.
		const found = all.findLast((s) => s.keys === sequence) ?? all.findLast((s) => s.keys === key);
		if (found) {
			// Held down, it is meant once.
			if ((mod && event.repeat) || found.run() !== false) event.preventDefault();
			return;
		}
		if (all.some((s) => s.keys.startsWith(key + ' '))) {
			this.#prefix = key;
			this.#timer = setTimeout(() => (this.#prefix = ''), patience);
		}
	};
}

/** Where the browser keeps "off" when shortcuts without Ctrl or Cmd are unwanted. */
export const plainKey = 'picloud.shortcuts';

function plainAsKept(): boolean {
	try {
		return localStorage.getItem(plainKey) !== 'off';
	} catch {
		return true;
	}
}

/** How a pressed key is written, or undefined for one that means nothing alone. */
function keyOf(event: KeyboardEvent): string | undefined {
	if (event.altKey || ['Control', 'Meta', 'Shift', 'Alt'].includes(event.key)) return undefined;
	if (event.ctrlKey || event.metaKey) return 'mod+' + event.key.toLowerCase();
	return event.key;
}

function typing(event: KeyboardEvent): boolean {
	const target = event.composedPath()[0];
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
	);
}

export const shortcuts = new Shortcuts();

/** Adds a page's shortcuts for as long as it is there. */
export function useShortcuts(name: string, list: Shortcut[]): void {
	// Adding reads what was added before, which is no reason to add again.
	$effect(() => untrack(() => shortcuts.add(name, list)));
}
