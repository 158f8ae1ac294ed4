import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/**
 * How the editors look: the tokens of app.css, which reach into the shadow
 * root, so that light and dark come by themselves.
 */
const look = EditorView.theme({
	'&': {
		height: '100%',
		backgroundColor: 'var(--surface)',
		color: 'var(--text)',
		fontSize: 'var(--text-m)'
	},
	// The host shows the focus, for the gutter would hide half of an outline here.
	'&.cm-focused': { outline: 'none' },
	'.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6', overflow: 'auto' },
	'.cm-content': { padding: '8px 0', caretColor: 'var(--text)', fontVariantLigatures: 'none' },
	'.cm-line': { padding: '0 12px 0 6px' },
	'.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
	'&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection':
		{ backgroundColor: 'light-dark(#c9e8ed, #1d4a54)' },
	'.cm-activeLine': { backgroundColor: 'light-dark(rgb(11 114 133 / 0.05), rgb(76 195 212 / 0.06))' },
	'.cm-gutters': {
		backgroundColor: 'var(--surface)',
		color: 'var(--text-3)',
		border: 'none',
		fontVariantNumeric: 'tabular-nums'
	},
	'.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
	'.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 10px', minWidth: '32px' },
	'.cm-foldGutter .cm-gutterElement': { width: '14px', cursor: 'pointer' },
	'.cm-foldPlaceholder': {
		padding: '0 6px',
		border: 'none',
		borderRadius: '4px',
		backgroundColor: 'var(--sunken)',
		color: 'var(--text-2)'
	},
	'&.cm-focused .cm-matchingBracket': {
		backgroundColor: 'var(--accent-soft)',
		outline: '1px solid var(--accent)'
	},
	'&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--danger-soft)' },
	'.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn)' },
	'.cm-searchMatch-selected': { backgroundColor: 'light-dark(#ffd78a, #6b4a10)' },
	'.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },

	'.cm-tooltip': {
		border: '1px solid var(--line-strong)',
		borderRadius: '6px',
		backgroundColor: 'var(--raised)',
		color: 'var(--text)',
		boxShadow: 'var(--shadow-2)'
	},
	'.cm-tooltip.cm-tooltip-autocomplete > ul': {
		fontFamily: 'var(--font-mono)',
		maxHeight: '15em',
		padding: '4px'
	},
	'.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', borderRadius: '4px' },
	'.cm-tooltip-autocomplete ul li[aria-selected]': {
		backgroundColor: 'var(--selected)',
		color: 'var(--text)'
	},
	'.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
	'.cm-completionDetail': { color: 'var(--text-3)', fontStyle: 'normal', marginLeft: '1em' },
	'.cm-completionIcon': { color: 'var(--text-3)', opacity: '1' },
	'.cm-tooltip.cm-completionInfo': {
		maxWidth: '340px',
		padding: '8px 10px',
		fontFamily: 'var(--font-ui)',
		whiteSpace: 'pre-wrap'
	},
	'.cm-completionInfo code': { fontFamily: 'var(--font-mono)', fontSize: '0.93em' },

	'.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '3px', fontFamily: 'var(--font-ui)' },
	'.cm-diagnostic-error': { borderLeftColor: 'var(--danger)' },
	'.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
	'.cm-diagnosticSource': { color: 'var(--text-3)', opacity: '1' },

	'.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
	'.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
	'.cm-panel.cm-search': { padding: '8px 10px', fontFamily: 'var(--font-ui)', fontSize: 'var(--text-s)' },
	'.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '2px' },
	'.cm-panel.cm-search [name=close]': {
		top: '6px',
		right: '8px',
		width: '24px',
		height: '24px',
		color: 'var(--text-2)',
		cursor: 'pointer'
	},
	'.cm-textfield': {
		height: '26px',
		border: '1px solid var(--control)',
		borderRadius: '4px',
		backgroundColor: 'var(--surface)',
		color: 'var(--text)'
	},
	'.cm-button': {
		height: '26px',
		border: '1px solid var(--line-strong)',
		borderRadius: '4px',
		backgroundColor: 'var(--raised)',
		backgroundImage: 'none',
		color: 'var(--text)',
		cursor: 'pointer'
	},

	'.cm-changedLine': { backgroundColor: 'light-dark(#e9f7ec, #10261a)' },
	'&.cm-merge-b .cm-deletedText, &.cm-merge-b .cm-deletedChunk .cm-deletedText': {
		background: 'light-dark(#fddcd9, #4d211e)'
	},
	'.cm-deletedChunk': { backgroundColor: 'light-dark(#fdeceb, #2c1513)' },
	'&.cm-merge-a .cm-changedLine': { backgroundColor: 'light-dark(#fdeeed, #2b1614)' },
	'&.cm-merge-a .cm-changedText': { background: 'light-dark(#fddcd9, #4d211e)' },
	'&.cm-merge-b .cm-changedText': { background: 'light-dark(#d3f1da, #143a25)' },
	'.cm-changedLineGutter': { backgroundColor: 'var(--ok)' },
	'&.cm-merge-a .cm-changedLineGutter': { backgroundColor: 'var(--danger)' },
	'.cm-collapsedLines': {
		padding: '4px 12px',
		background: 'var(--sunken)',
		color: 'var(--text-2)',
		fontFamily: 'var(--font-ui)',
		fontSize: 'var(--text-s)'
	},
	'.cm-deletedChunk .cm-chunkButtons': {
		insetInlineEnd: '8px',
		display: 'flex',
		gap: '4px',
		fontFamily: 'var(--font-ui)'
	},
	'.cm-deletedChunk .cm-chunkButtons button': {
		minHeight: '24px',
		padding: '0 8px',
		border: '1px solid var(--line-strong)',
		borderRadius: '4px',
		backgroundColor: 'var(--raised)',
		color: 'var(--text)',
		cursor: 'pointer'
	},
	// The sign of the base theme is missing in many fonts.
	'.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '""' }
});

const colours = HighlightStyle.define([
	{ tag: [tags.keyword, tags.controlKeyword, tags.moduleKeyword], color: 'light-dark(#8a2b8f, #d69adb)' },
	{ tag: [tags.string, tags.character], color: 'light-dark(#1d662b, #8fd19b)' },
	{ tag: [tags.escape, tags.special(tags.string)], color: 'light-dark(#8a5300, #f0b060)' },
	{ tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'light-dark(#9a4a00, #f2b174)' },
	{ tag: tags.comment, color: 'light-dark(#566068, #9ba6af)', fontStyle: 'italic' },
	{
		tag: [tags.typeName, tags.definition(tags.typeName), tags.namespace],
		color: 'light-dark(#0b6a7c, #6cc9d8)'
	},
	{
		tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
		color: 'light-dark(#1f4fa8, #8db4f5)'
	},
	{
		tag: tags.function(tags.definition(tags.variableName)),
		color: 'light-dark(#1f4fa8, #8db4f5)',
		fontWeight: '600'
	},
	{ tag: tags.invalid, color: 'var(--danger)' }
]);

export const theme = [look, syntaxHighlighting(colours)];
