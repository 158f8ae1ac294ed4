export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'picloud.theme';

/** The theme: the system's unless the user chose one. app.html sets it before the first paint. */
class Theme {
	choice = $state<ThemeChoice>(stored());

	set(choice: ThemeChoice): void {
		this.choice = choice;
		if (choice === 'system') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = choice;
		try {
			if (choice === 'system') localStorage.removeItem(key);
			else localStorage.setItem(key, choice);
		} catch {
			// Storage is blocked: the choice holds until the tab is closed.
		}
	}
}

function stored(): ThemeChoice {
	try {
		const choice = localStorage.getItem(key);
		return choice === 'light' || choice === 'dark' ? choice : 'system';
	} catch {
		return 'system';
	}
}

export const theme = new Theme();
