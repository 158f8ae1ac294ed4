import { EditorView } from '@codemirror/view';

/**
 * Replaces a selection of several lines itself when something is typed over
 * it. Left to the browser, Chromium joins the lines and writes a `style`
 * attribute doing so, which the CSP forbids.
 */
export const selectionReplacement = EditorView.domEventHandlers({
	beforeinput(event, view) {
		const { state } = view;
		const { from, to, empty } = state.selection.main;
		if (event.inputType !== 'insertText' || event.data === null || event.isComposing) return false;
		if (empty || state.readOnly || state.selection.ranges.length > 1) return false;
		if (state.doc.lineAt(from).number === state.doc.lineAt(to).number) return false;
		const text = event.data;
		const insert = () =>
			state.update(state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
		// Closing brackets, for one, wrap a selection.
		const handled = state
			.facet(EditorView.inputHandler)
			.some((handler) => handler(view, from, to, text, insert));
		if (!handled) view.dispatch(insert());
		event.preventDefault();
		return true;
	}
});
