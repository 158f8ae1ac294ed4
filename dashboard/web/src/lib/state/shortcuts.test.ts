import { afterEach, describe, expect, it, vi } from 'vitest';
import { shortcuts } from './shortcuts.svelte.ts';

let remove: (() => void) | undefined;
afterEach(() => {
	remove?.();
	remove = undefined;
	document.body.replaceChildren();
	vi.useRealTimers();
});

function add(keys: string, run: () => unknown = vi.fn()) {
	remove = shortcuts.add('test', [{ keys, label: keys, run }]);
	return run;
}

function press(key: string, options: KeyboardEventInit = {}, on: EventTarget = document.body): KeyboardEvent {
	const event = new KeyboardEvent('keydown', {
		key,
		bubbles: true,
		cancelable: true,
		composed: true,
		...options
	});
	on.addEventListener('keydown', (e) => shortcuts.handle(e as KeyboardEvent), { once: true });
	on.dispatchEvent(event);
	return event;
}

describe('shortcuts', () => {
	it('run by one key', () => {
		const run = add('/');
		expect(press('/').defaultPrevented).toBe(true);
		expect(run).toHaveBeenCalledOnce();
	});

	it('run by one key after the other', () => {
		const run = add('g s');
		press('s');
		expect(run).not.toHaveBeenCalled();
		press('g');
		press('s');
		expect(run).toHaveBeenCalledOnce();
	});

	it('forget the first key after a while', () => {
		vi.useFakeTimers();
		const run = add('g s');
		press('g');
		vi.advanceTimersByTime(2000);
		press('s');
		expect(run).not.toHaveBeenCalled();
	});

	it('take Ctrl and Cmd for one', () => {
		const run = add('mod+k');
		press('k', { ctrlKey: true });
		press('k', { metaKey: true });
		press('k');
		expect(run).toHaveBeenCalledTimes(2);
	});

	it('with Ctrl run once while the key is held down', () => {
		const run = add('mod+s');
		press('s', { ctrlKey: true });
		expect(press('s', { ctrlKey: true, repeat: true }).defaultPrevented).toBe(true);
		expect(run).toHaveBeenCalledOnce();
		expect(press('z', { ctrlKey: true, repeat: true }).defaultPrevented, 'nothing of ours').toBe(false);
	});

	it('without Ctrl can be turned off', () => {
		const plain = add('/');
		shortcuts.plain = false;
		expect(press('/').defaultPrevented).toBe(false);
		expect(plain).not.toHaveBeenCalled();
		remove?.();
		const save = add('mod+s');
		press('s', { ctrlKey: true });
		expect(save).toHaveBeenCalledOnce();
		shortcuts.plain = true;
	});

	it('leave keys to what is being typed in, but for those with Ctrl', () => {
		const plain = add('/');
		const input = document.body.appendChild(document.createElement('input'));
		expect(press('/', {}, input).defaultPrevented).toBe(false);
		expect(plain).not.toHaveBeenCalled();
		remove?.();
		const save = add('mod+s');
		press('s', { ctrlKey: true }, input);
		expect(save).toHaveBeenCalledOnce();
	});

	it('pass the key on when they do not apply', () => {
		add('/', () => false);
		expect(press('/').defaultPrevented).toBe(false);
	});

	it('are gone when they are removed', () => {
		const run = add('/');
		remove?.();
		press('/');
		expect(run).not.toHaveBeenCalled();
	});
});
