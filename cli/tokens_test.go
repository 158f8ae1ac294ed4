package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

const tokenID = "01890a5d-ac96-774b-bcce-b302099a8059"

func laptop() object {
	return object{
		"id": tokenID, "name": "laptop", "scopes": []string{"read", "write"}, "prefix": "pcl_abcd",
		"created_at": "2026-11-23T08:00:00Z", "expires_at": nil, "last_used_at": nil,
	}
}

func TestToken_CreatePrintsTheTokenAlone(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	made := laptop()
	made["token"], made["expires_at"] = "pcl_abcdefgh", "2026-12-23T14:04:05Z"
	f.on("POST /tokens", http.StatusCreated, made)
	r := f.command(t, "token", "create", "laptop", "--scope", "write", "--expires", "30d").want(t, 0)
	equal(t, "output", "pcl_abcdefgh\n", r.out)
	equal(t, "notes", "token laptop (read, write) expires 2026-12-23 15:04; it is not shown again\n", r.err)
	equal(t, "body", `{"expires_at":"2026-12-23T14:04:05Z","name":"laptop","scopes":["write"]}`, f.sent("POST")[0].body)
}

func TestToken_CreateWritesAFileThatOnlyItsOwnerReads(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	made := laptop()
	made["token"] = "pcl_abcdefgh"
	f.on("POST /tokens", http.StatusCreated, made)
	file := filepath.Join(t.TempDir(), "token")
	if r := f.command(t, "token", "create", "laptop", "-o", file).want(t, 0); r.out != "" {
		t.Errorf("want no token on the terminal, got %q", r.out)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("want a file of its owner alone, got %v, %v", info, err)
	}
	content, err := os.ReadFile(file)
	if err != nil || string(content) != "pcl_abcdefgh\n" {
		t.Errorf("want the token in it, got %q, %v", content, err)
	}
	t.Run("and makes none when the file is there", func(t *testing.T) {
		f.command(t, "token", "create", "laptop", "-o", file).want(t, ExitFailed, "is there already")
		if n := len(f.sent("POST")); n != 1 {
			t.Errorf("want one token made, got %d", n)
		}
	})
	t.Run("and makes none when --json would print it", func(t *testing.T) {
		other := filepath.Join(t.TempDir(), "token")
		f.command(t, "token", "create", "ci", "-o", other, "--json").want(t, ExitUsage, "leave out it or -o")
		if n := len(f.sent("POST")); n != 1 {
			t.Errorf("want one token made, got %d", n)
		}
	})
	t.Run("and does not lose it when the file cannot be written", func(t *testing.T) {
		r := f.command(t, "token", "create", "laptop", "-o", filepath.Join(t.TempDir(), "none", "token")).want(t, ExitFailed, "writing the token")
		equal(t, "output", "pcl_abcdefgh\n", r.out)
	})
}

func TestToken_List(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	old := laptop()
	old["name"], old["expires_at"], old["last_used_at"] = "old", "2026-11-23T14:00:00Z", "2026-11-23T13:00:00Z"
	f.on("GET /tokens", http.StatusOK, page(laptop(), old))
	equal(t, "table", ""+
		"NAME    SCOPES      TOKEN      CREATED   EXPIRES  LAST USED  ID\n"+
		"laptop  read,write  pcl_abcd…  09:00:00  never    never      "+tokenID+"\n"+
		"old     read,write  pcl_abcd…  09:00:00  expired  14:00:00   "+tokenID+"\n",
		f.command(t, "token", "list").want(t, 0).out)
}

func TestToken_Remove(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /tokens", http.StatusOK, page(laptop(), object{"id": greetID, "name": "twin"}, object{"id": routeID, "name": "twin"}))
	f.on("DELETE /tokens/{id}", http.StatusNoContent, "")
	f.command(t, "token", "rm", "laptop").want(t, 0, "removed the token laptop")
	f.command(t, "token", "rm", greetID).want(t, 0, "removed the token twin")
	f.command(t, "token", "rm", "twin").want(t, ExitUsage, "2 tokens are named")
	f.command(t, "token", "rm", "none").want(t, ExitRefused, "no such token")
	if sent := f.sent("DELETE"); len(sent) != 2 || sent[0].line != "DELETE /tokens/"+tokenID || sent[1].line != "DELETE /tokens/"+greetID {
		t.Errorf("want two deleted, got %+v", sent)
	}
}
