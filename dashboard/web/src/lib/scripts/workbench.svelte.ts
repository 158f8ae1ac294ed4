import { api, unwrap, unwrapWith } from '#lib/api/client.ts';
import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { Diagnostic, Script, ScriptInput } from '#lib/api/types.ts';
import { firstError } from '#lib/editor/diagnostics.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { unixLines } from '#lib/editor/newlines.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { dropDraft, keepDraft, newSlot, readDrafts, type KeptDraft } from './drafts.ts';
import { SettingsEdit } from './settingsedit.svelte.ts';

/** A script as the server had it, and the tag that says which state that is. */
export interface Loaded {
	data: Script;
	etag: string;
}

/** What two people made of the same version. */
export interface Conflict {
	/** The version that both began with; undefined when it is gone. */
	base: string | undefined;
	theirs: Script;
	mine: string;
}

/** The fields of a script other than its source. */
export type Settings = Omit<
	ScriptInput,
	'source' | 'id' | 'version' | 'created_at' | 'updated_at' | 'warnings'
>;

/** How long after a change the draft is kept, in milliseconds. */
const keepDelay = 250;

/**
 * The text that is worked on and what it is based on. Whatever happens, the
 * text stays: what is saved elsewhere meanwhile leads to a conflict to solve.
 */
export class Workbench {
	/** The script as the server has it, as far as is known. */
	script = $state.raw<Script>();
	/** The text in the editor. */
	text = $state('');
	saving = $state(false);
	/** Why the last save failed, when that is not shown in the text. */
	problem = $state.raw<Problem>();
	/** What is wrong with the text, as the last check or save found. */
	diagnostics = $state.raw<readonly Diagnostic[]>([]);
	/** Since when the draft is, that was found on opening. */
	restored = $state<string>();
	conflict = $state.raw<Conflict>();
	/** What others, or other tabs, have not saved, newest first. */
	others = $state.raw<readonly KeptDraft[]>([]);
	/** Whether the browser would not keep the draft. */
	unkept = $state(false);
	editor: Editor | undefined;

	/** Where the draft is kept. */
	#slot = newSlot();
	#settings: SettingsEdit | undefined;
	#etag = '';
	/** The version that the text was made from. */
	#base = $state.raw({ version: 0, source: '' as string | undefined });
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly id: string) {}

	/** Whether the text differs from what it was made from. */
	get dirty(): boolean {
		return this.script !== undefined && this.text !== (this.#base.source ?? this.script.source);
	}

	/** Whether another text went live since the one that this was made from. */
	get behind(): boolean {
		return (
			this.script !== undefined &&
			this.dirty &&
			this.#base.version !== this.script.version &&
			this.#base.source !== this.script.source
		);
	}

	/** The settings as they are typed, once there is a script. They stay while other tabs are looked at. */
	get settings(): SettingsEdit {
		return (this.#settings ??= new SettingsEdit(this.script!));
	}

	/** Takes in what the server has: at the beginning, and whenever that is known anew. */
	arrived(loaded: Loaded): void {
		const { data } = loaded;
		const first = this.script === undefined;
		this.#know(loaded);
		if (first) {
			const [newest] = this.#drafts();
			if (newest) this.#take(newest);
			else {
				this.#rebase(data);
				this.text = data.source;
			}
			this.#listOthers();
		} else if (this.text === data.source) {
			// A save may have got through whose answer did not.
			this.problem = undefined;
			this.#rebase(data);
			this.#keep();
		} else if (!this.dirty) {
			this.#rebase(data);
			this.#replace(data.source);
		}
	}

	/** Called for each change in the editor. */
	edited(text: string): void {
		this.text = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#keep(), keepDelay);
	}

	/** Keeps the draft now: the page goes away. */
	leave = (): void => {
		if (this.script) this.#keep();
	};

	/** Goes back to the live version. The editor can undo it. */
	discard(): void {
		if (!this.script) return;
		this.restored = undefined;
		this.#rebase(this.script);
		this.#replace(this.script.source);
		this.#keep();
	}

	/** Takes another draft in place of the text, which is kept as one of the others then. */
	swap({ slot }: KeptDraft): void {
		this.#keep();
		if (!this.script || this.unkept) return;
		// Its writer may have gone on since, or saved it.
		const wanted = this.#drafts().find((d) => d.slot === slot);
		if (wanted) {
			this.#slot = newSlot();
			this.#take(wanted);
		}
		this.#listOthers();
	}

	/** Forgets one of the other drafts. */
	discardOther({ slot }: KeptDraft): void {
		dropDraft(this.id, slot);
		this.others = this.others.filter((d) => d.slot !== slot);
	}

	/** Formats the text and makes it live. */
	async save(): Promise<void> {
		if (!this.script || this.saving) return;
		this.saving = true;
		this.problem = undefined;
		try {
			const source = await this.#format();
			if (this.behind) await this.solve();
			else if (source === this.script.source) {
				this.#rebase(this.script);
				this.#keep();
				toasts.ok(`Nothing to save: version ${this.script.version} has this text.`);
			} else await this.#put(source);
		} catch (thrown) {
			this.#failed(asProblem(thrown));
		} finally {
			this.saving = false;
		}
	}

	/** Makes the solution of a conflict live. */
	async saveMerged(source: string): Promise<void> {
		const conflict = this.conflict;
		if (!conflict || this.saving) return;
		this.saving = true;
		this.problem = undefined;
		// From here on the text is made from theirs.
		this.#rebase(conflict.theirs);
		this.#replace(source);
		this.#keep();
		try {
			if (source === conflict.theirs.source) {
				toasts.ok(`Version ${conflict.theirs.version} is kept as it is.`);
			} else await this.#put(source);
			// There is another one when somebody saved once more.
			if (this.conflict === conflict) this.conflict = undefined;
		} catch (thrown) {
			if (this.conflict === conflict) this.conflict = undefined;
			this.#failed(asProblem(thrown));
		} finally {
			this.saving = false;
		}
	}

	/** Asks what is live now and sets it against the text. */
	async solve(): Promise<void> {
		const loaded = await unwrapWith(api.GET('/scripts/{id}', { params: { path: { id: this.id } } }));
		this.#know(loaded);
		const base = this.#base.source ?? (await this.#sourceOf(this.#base.version));
		const theirs = { ...loaded.data, source: unixLines(loaded.data.source) };
		this.conflict = { base: base && unixLines(base), theirs, mine: unixLines(this.text) };
	}

	/** Changes the script's settings; throws a Problem. The text is not touched. */
	async saveSettings(settings: Settings): Promise<void> {
		if (!this.script) return;
		const sent = this.settings.now;
		const answer = await unwrapWith(
			api.PUT('/scripts/{id}', {
				params: { path: { id: this.id }, header: { 'If-Match': this.#etag } },
				body: { ...settings, source: this.script.source }
			})
		);
		this.settings.saved(sent, answer.data);
		this.arrived(answer);
	}

	/** Loads what the server has; throws a Problem. */
	async refresh(): Promise<void> {
		this.arrived(await unwrapWith(api.GET('/scripts/{id}', { params: { path: { id: this.id } } })));
	}

	/** Makes a version live again; throws a Problem. */
	async activate(version: number): Promise<void> {
		try {
			this.arrived(
				await unwrapWith(
					api.POST('/scripts/{id}/versions/{n}/activate', {
						params: { path: { id: this.id, n: version }, header: { 'If-Match': this.#etag } }
					})
				)
			);
		} catch (thrown) {
			// What others changed is known then, and the next try is meant.
			if (asProblem(thrown).status === 412) await this.refresh().catch(() => {});
			throw thrown;
		}
	}

	/** Says what is wrong with a text, for the editor. */
	check = async (source: string, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
		try {
			const result = await unwrap(
				api.POST('/scripts:check', { body: { source, script_id: this.id }, signal })
			);
			if (source === this.text) this.diagnostics = result.diagnostics;
			return result.diagnostics;
		} catch {
			// Given up, or no answer: what was found before says nothing about this text.
			return [];
		}
	};

	async #format(): Promise<string> {
		const sent = this.text;
		const { source } = await unwrap(api.POST('/scripts:format', { body: { source: sent } }));
		// What was typed meanwhile is not overwritten: it stays as the next draft.
		if (source !== sent && this.text === sent) this.#replace(source);
		return source;
	}

	async #put(source: string, again = true): Promise<void> {
		const { name, description, enabled, ...rest } = this.script!;
		const { timeout_ms, max_operations, memory_limit_mb, max_concurrency } = rest;
		const limits = { timeout_ms, max_operations, memory_limit_mb, max_concurrency };
		let answer: Loaded;
		try {
			answer = await unwrapWith(
				api.PUT('/scripts/{id}', {
					params: { path: { id: this.id }, header: { 'If-Match': this.#etag } },
					body: { name, description, enabled, ...limits, source }
				})
			);
		} catch (thrown) {
			const problem = asProblem(thrown);
			if (problem.status !== 412 || !again) throw problem;
			const before = this.script!.source;
			await this.solve();
			// Only settings were changed: those stay, and the text goes with them.
			if (this.script!.source !== before) return;
			this.conflict = undefined;
			return this.#put(source, false);
		}
		this.#know(answer);
		this.restored = undefined;
		this.#rebase(answer.data);
		this.#keep();
		const warnings = answer.data.warnings ?? [];
		this.diagnostics = warnings;
		toasts.ok(`Version ${answer.data.version} is live.`);
	}

	#failed(problem: Problem): void {
		const found = problem.document.diagnostics;
		if (!found) {
			this.problem = problem;
			return;
		}
		this.diagnostics = found;
		this.editor?.show(found);
		const first = firstError(found);
		if (first) this.editor?.reveal(first);
	}

	async #sourceOf(version: number): Promise<string | undefined> {
		try {
			const { source } = await unwrap(
				api.GET('/scripts/{id}/versions/{n}', { params: { path: { id: this.id, n: version } } })
			);
			return source;
		} catch {
			return undefined;
		}
	}

	#know({ data, etag }: Loaded): void {
		this.#etag = etag;
		this.script = data;
		this.#settings?.arrived(data);
	}

	/** The drafts that say something, newest first: those that are live by now, or kept twice, are dropped. */
	#drafts(): KeptDraft[] {
		const texts = [this.script!.source];
		return readDrafts(this.id).filter(({ slot, source }) => {
			const known = texts.includes(source);
			if (known) dropDraft(this.id, slot);
			else texts.push(source);
			return !known;
		});
	}

	/** Makes a draft the text that is worked on. It moves into the own slot; who wrote it keeps it anew when going on. */
	#take({ slot, ...draft }: KeptDraft): void {
		const same = draft.version === this.script!.version;
		this.#base = { version: draft.version, source: same ? this.script!.source : undefined };
		this.#replace(draft.source);
		this.restored = draft.at;
		this.unkept = !keepDraft(this.id, this.#slot, draft);
		if (!this.unkept) dropDraft(this.id, slot);
	}

	#listOthers(): void {
		this.others = this.#drafts().filter((d) => d.slot !== this.#slot);
	}

	#rebase(script: Script): void {
		this.#base = { version: script.version, source: script.source };
	}

	#replace(text: string): void {
		if (this.editor) this.editor.update(text);
		this.text = text;
	}

	#keep(): void {
		clearTimeout(this.#timer);
		if (!this.dirty) {
			dropDraft(this.id, this.#slot);
			this.unkept = false;
			return;
		}
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- it is a point in time
		const at = new Date().toISOString();
		this.unkept = !keepDraft(this.id, this.#slot, { source: this.text, version: this.#base.version, at });
	}
}
