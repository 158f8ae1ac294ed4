import type { Script } from '#lib/api/types.ts';
import { overtaken, rebased, settingsOf, typed, type SettingName, type SettingsForm } from './settings.ts';

/**
 * The settings of a script as they are typed. What is changed elsewhere
 * meanwhile comes in where nothing was typed, and is told of where something was.
 */
export class SettingsEdit {
	form = $state() as SettingsForm;
	/** What the server has, as far as is known. */
	base = $state.raw() as SettingsForm;
	#overtaken = $state.raw<readonly SettingName[]>([]);

	constructor(script: Script) {
		this.form = settingsOf(script);
		this.base = settingsOf(script);
	}

	get changed(): boolean {
		return typed(this.form, this.base).length > 0;
	}

	/** The form as it is at this moment. */
	get now(): SettingsForm {
		return { ...this.form };
	}

	/** Whether somebody else has set a field since something was typed in it. */
	isOvertaken(name: SettingName): boolean {
		return this.#overtaken.includes(name) && this.form[name] !== this.base[name];
	}

	/** Takes in what the server has. */
	arrived(script: Script): void {
		const now = settingsOf(script);
		this.#overtaken = [...this.#overtaken, ...overtaken(this.form, this.base, now)];
		this.form = rebased(this.form, this.base, now);
		this.base = now;
	}

	/** Takes in what became of the form that was sent: what was typed since stays. */
	saved(sent: SettingsForm, script: Script): void {
		this.#overtaken = [];
		this.base = settingsOf(script);
		this.form = rebased(this.form, sent, this.base);
	}

	/** Goes back to what the server has. */
	reset(): void {
		this.#overtaken = [];
		this.form = { ...this.base };
	}
}
