/**
 * The code editor. It is heavy: load it with
 * `await import('#lib/editor/editor.ts')`.
 */
import {
	autocompletion,
	closeBrackets,
	closeBracketsKeymap,
	completionKeymap
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { go } from '@codemirror/lang-go';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { linter, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, StateEffect, type Extension } from '@codemirror/state';
import {
	drawSelection,
	dropCursor,
	EditorView,
	highlightActiveLine,
	highlightActiveLineGutter,
	highlightSpecialChars,
	keymap,
	lineNumbers
} from '@codemirror/view';
import type { components } from '#lib/api/schema.d.ts';
import type { Diagnostic } from '#lib/api/types.ts';
import { goCompletion } from './completion.ts';
import { rangeOf, shownDiagnostics } from './diagnostics.ts';
import { changesBetween } from './formatting.ts';
import { unixLines } from './newlines.ts';
import { selectionReplacement } from './replacement.ts';
import { theme } from './theme.ts';

export interface EditorOptions {
	/** Where it goes: a shadow root, so that its styles need no leave of the CSP. */
	root: ShadowRoot;
	text: string;
	/** The accessible name. */
	label: string;
	readOnly: boolean;
	/** Called after each change of the text. */
	onchange: (text: string) => void;
	/** Says what is wrong with a text. It is asked after a pause, and given up when the text changes. */
	check: (text: string, signal: AbortSignal) => Promise<readonly Diagnostic[]>;
	/** What completes names, once it is loaded. */
	completions: () => components['schemas']['Completions'] | undefined;
	/** Called for Ctrl-Enter, which would start a line otherwise. */
	onrun: () => void;
}

export interface Editor {
	readonly text: string;
	/** Changes the text, as little as possible, so that the cursor stays; it can be undone. */
	update(text: string): void;
	/** Shows what is wrong until the text is checked again. */
	show(diagnostics: readonly Diagnostic[]): void;
	/** Goes to a diagnostic and takes the focus. */
	reveal(diagnostic: Diagnostic): void;
	/** Checks again, for what the check depends on has changed. */
	recheck(): void;
	setReadOnly(readOnly: boolean): void;
	focus(): void;
	destroy(): void;
}

/** How long the user pauses before the text is checked, in milliseconds. */
const pause = 450;

const checkAgain = StateEffect.define<null>();

/** The accessible name of a text, and that what scrolls round it is reached through it. */
export function named(label: string): Extension {
	return EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' });
}

/** What every view of Go source here has. */
export const goView: Extension = [
	lineNumbers(),
	highlightSpecialChars(),
	drawSelection(),
	bracketMatching(),
	highlightSelectionMatches(),
	// Go's own way: tabs, four wide.
	indentUnit.of('\t'),
	EditorState.tabSize.of(4),
	go(),
	theme
];

/** What every editor of Go source has beyond. */
const goEditing: Extension = [
	highlightActiveLineGutter(),
	highlightActiveLine(),
	foldGutter(),
	history(),
	dropCursor(),
	indentOnInput(),
	closeBrackets(),
	selectionReplacement,
	keymap.of([
		...closeBracketsKeymap,
		...defaultKeymap,
		...searchKeymap,
		...historyKeymap,
		...foldKeymap,
		...completionKeymap,
		...lintKeymap,
		indentWithTab
	])
];

export function createEditor(options: EditorOptions): Editor {
	let controller: AbortController | undefined;
	const access = new Compartment();

	const view = new EditorView({
		root: options.root,
		parent: options.root,
		state: EditorState.create({
			doc: options.text,
			extensions: [
				// Before the usual keys, in which it starts a line.
				keymap.of([{ key: 'Mod-Enter', run: () => (options.onrun(), true) }]),
				goView,
				goEditing,
				access.of(EditorState.readOnly.of(options.readOnly)),
				autocompletion({ override: [goCompletion(options.completions)], icons: true }),
				lintGutter(),
				linter(
					async (view) => {
						controller?.abort();
						controller = new AbortController();
						const { doc } = view.state;
						const found = await options.check(doc.toString(), controller.signal);
						// The view drops what is overtaken, by comparing documents.
						return shownDiagnostics(doc, found);
					},
					{
						delay: pause,
						needsRefresh: (update) =>
							update.transactions.some((t) => t.effects.some((effect) => effect.is(checkAgain)))
					}
				),
				EditorView.updateListener.of((update) => {
					if (update.docChanged) options.onchange(update.state.doc.toString());
				}),
				named(options.label)
			]
		})
	});

	return {
		get text() {
			return view.state.doc.toString();
		},
		update(text) {
			const changes = changesBetween(view.state.doc.toString(), unixLines(text));
			view.dispatch({ changes, userEvent: 'input.replace' });
		},
		show(diagnostics) {
			view.dispatch(setDiagnostics(view.state, shownDiagnostics(view.state.doc, diagnostics)));
		},
		reveal(diagnostic) {
			const { from } = rangeOf(view.state.doc, diagnostic);
			view.dispatch({
				selection: { anchor: from },
				effects: EditorView.scrollIntoView(from, { y: 'center' })
			});
			view.focus();
		},
		recheck: () => view.dispatch({ effects: checkAgain.of(null) }),
		setReadOnly: (readOnly) =>
			view.dispatch({ effects: access.reconfigure(EditorState.readOnly.of(readOnly)) }),
		focus: () => view.focus(),
		destroy() {
			controller?.abort();
			view.destroy();
		}
	};
}
