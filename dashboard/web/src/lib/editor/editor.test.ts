import { expect, it, vi } from 'vitest';
import { createEditor } from './editor.ts';

it('takes a text with the line ends of another system', () => {
	const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
	const onchange = vi.fn();
	const editor = createEditor({
		root,
		text: 'one\r\ntwo\r\n',
		label: 'Source',
		readOnly: false,
		onchange,
		check: async () => [],
		completions: () => undefined,
		onrun: () => {}
	});
	expect(editor.text).toBe('one\ntwo\n');
	editor.update('one\r\ntwo\r\nthree\r\n');
	expect(editor.text).toBe('one\ntwo\nthree\n');
	expect(onchange).toHaveBeenLastCalledWith('one\ntwo\nthree\n');
	editor.destroy();
});
