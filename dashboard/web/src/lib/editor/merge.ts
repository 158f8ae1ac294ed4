/** Two texts set against each other. It is heavy: load it with `await import('#lib/editor/merge.ts')`. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { indentOnInput } from '@codemirror/language';
import { goView, named } from './editor.ts';
import { selectionReplacement } from './replacement.ts';

export interface MergeOptions {
	/** Where it goes: a shadow root. */
	root: ShadowRoot;
	/** The text that is compared with: on the left where there is room. */
	before: string;
	after: string;
	/** Accessible names. */
	beforeLabel: string;
	afterLabel: string;
	/** One beside the other, or one text with what was taken away in it. */
	sideBySide: boolean;
	/** Lets the user take changes back one by one, and edit; called with the text of that. */
	onchange?: (text: string) => void;
}

/** Shows the difference between two texts; returns how to take it away. */
export function createMerge(options: MergeOptions): () => void {
	const { root, before, after, onchange } = options;
	const collapseUnchanged = { margin: 3, minSize: 6 };
	const frozen: Extension = EditorState.readOnly.of(true);
	const editing: Extension = onchange
		? [
				history(),
				indentOnInput(),
				closeBrackets(),
				selectionReplacement,
				// Tab goes on to the next button here, so that no text is a trap.
				keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
				EditorView.updateListener.of((update) => {
					if (update.docChanged) onchange(update.state.doc.toString());
				})
			]
		: frozen;

	if (options.sideBySide) {
		const view = new MergeView({
			root,
			parent: root,
			a: { doc: before, extensions: [goView, frozen, named(options.beforeLabel)] },
			b: { doc: after, extensions: [goView, editing, named(options.afterLabel)] },
			collapseUnchanged,
			...(onchange && {
				revertControls: 'a-to-b' as const,
				renderRevertControl: () => control('Take theirs', '→')
			})
		});
		// Room for a button that can be hit.
		const between = view.dom.querySelector<HTMLElement>('.cm-merge-revert');
		if (between) between.style.width = '32px';
		return () => view.destroy();
	}
	const view = new EditorView({
		root,
		parent: root,
		doc: after,
		extensions: [
			goView,
			editing,
			named(options.afterLabel),
			unifiedMergeView({
				original: before,
				collapseUnchanged,
				mergeControls: onchange
					? (type, action) => {
							const button = control(type === 'reject' ? 'Take theirs' : 'Keep mine');
							button.addEventListener('mousedown', action);
							return button;
						}
					: false
			})
		]
	});
	return () => view.destroy();
}

/** A button of the view, which hears nothing but the mouse: the keyboard's click is passed on as that. */
function control(label: string, text = label): HTMLElement {
	const button = document.createElement('button');
	button.type = 'button';
	button.textContent = text;
	button.title = label;
	button.setAttribute('aria-label', label);
	Object.assign(button.style, { minHeight: '24px', color: 'var(--text)' });
	button.addEventListener('click', (event) => {
		if (event.detail === 0) button.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
	});
	return button;
}
