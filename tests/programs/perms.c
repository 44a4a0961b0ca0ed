/* SPDX-License-Identifier: MIT */
/*
 * perms.c - what root and others may do with files and ids.
 *
 *	perms DIR	as root, in an empty directory
 *
 * Prints what every call came to; the same on Linux and inside.
 */
#include "results.h"

#define USER	1000
#define OTHER	1001
#define GROUP	100

static void set_ids(int uid, int gid)
{
	sys3(ID_CALL(setresgid), gid, gid, gid);
	sys3(ID_CALL(setresuid), uid, uid, uid);
}

static void be_user(void)
{
	sys2(ID_CALL(setgroups), 0, 0);
	set_ids(USER, USER);
}

static void be_other(void)
{
	sys2(ID_CALL(setgroups), 0, 0);
	set_ids(OTHER, OTHER);
}

static void be_member(void)
{
	const int groups[] = { 7, GROUP, 3 };

	sys2(ID_CALL(setgroups), 3, groups);
	set_ids(OTHER, OTHER);
}

/* ---- ids ----------------------------------------------------------------- */

static void show_ids(const char *what)
{
	int r = -2, e = -2, s = -2;

	put(what);
	sys3(ID_CALL(getresuid), &r, &e, &s);
	put(" uid ");
	put_number(r);
	put(" ");
	put_number(e);
	put(" ");
	put_number(s);
	sys3(ID_CALL(getresgid), &r, &e, &s);
	put(" gid ");
	put_number(r);
	put(" ");
	put_number(e);
	put(" ");
	put_number(s);
	put(" fs ");
	put_number(sys1(ID_CALL(setfsuid), -1));
	put("\n");
}

static void ids(void)
{
	int groups[8] = { 0 };

	T(sys3(ID_CALL(setresuid), 1, 2, 3));
	show_ids("setresuid");
	T(sys3(ID_CALL(setresuid), 3, 1, 2));
	show_ids("rotated");
	T(sys3(ID_CALL(setresuid), -1, 4, -1));
	T(sys2(ID_CALL(setreuid), 2, -1));
	T(sys2(ID_CALL(setreuid), 1, 3));
	show_ids("setreuid");
	T(sys1(ID_CALL(setuid), 0));
	T(sys1(ID_CALL(setuid), 1));
	show_ids("setuid");
	T(sys1(ID_CALL(setuid), -1));
	T(sys1(ID_CALL(setgid), 5));
	show_ids("setgid");
	T(sys1(ID_CALL(setfsuid), 77));
	show_ids("setfsuid");
	T(sys2(ID_CALL(setgroups), 1, groups));
	T(sys2(ID_CALL(getgroups), 8, groups));
}

static void drop_and_regain(void)
{
	T(sys2(ID_CALL(setreuid), -1, USER));
	show_ids("seteuid");
	T(try_open("secret", 0, 0));
	T(sys2(ID_CALL(setreuid), -1, 0));
	T(try_open("secret", 0, 0));
	T(sys1(ID_CALL(setfsuid), USER));
	T(try_open("secret", 0, 0));
	T(sys1(ID_CALL(setfsuid), 0));
	T(sys1(ID_CALL(setuid), USER));
	show_ids("setuid");
	T(sys2(ID_CALL(setreuid), -1, 0));
	T(sys1(ID_CALL(setuid), 0));
}

static void groups(void)
{
	int list[8] = { 0 };

	T(sys2(ID_CALL(getgroups), 0, 0));
	T(sys2(ID_CALL(getgroups), 2, list));
	T(sys2(ID_CALL(getgroups), 8, list));
	for (int i = 0; i < 3; i++)
		T(list[i]);
	T(sys2(ID_CALL(setgroups), 0, 0));
	T(try_open("for-group", 0, 0));
	T(try_open("for-group", O_WRONLY, 0));
}

/* ---- files --------------------------------------------------------------- */

static void look(void)
{
	T(try_open("secret", 0, 0));
	T(try_open("secret", O_WRONLY, 0));
	T(try_open("public", 0, 0));
	T(try_open("public", O_WRONLY, 0));
	T(try_open("public", O_TRUNC, 0));
	T(try_open("public", O_PATH, 0));
	T(try_open("secret", O_PATH, 0));
	T(try_open("public", O_NOATIME, 0));
	T(try_open("mine", O_RDWR, 0));
	T(try_open("closed/inside", 0, 0));
	T(try_open("unreadable/inside", 0, 0));
	T(try_open("unreadable", 0, 0));
	T(try_open("closed", 0, 0));
	T(sys1(__NR_chdir, "closed"));
	T(sys1(__NR_chdir, "unreadable"));
	T(sys1(__NR_chdir, ".."));
	T(may("secret", 4));
	T(may("public", 4));
	T(may("public", 6));
	T(may("public", 1));
	T(may("program", 1));
	T(may("closed/inside", 0));
	T(sys2(__NR_truncate, "public", 0));
}

static void change(void)
{
	T(make_file("new", 0644));
	T(make_file("open/new", 0644));
	T(stat_of("open/new").uid);
	T(make_dir("open/dir", 0755));
	T(remove_file("public"));
	T(remove_file("open/roots"));
	T(remove_file("sticky/roots"));
	T(rename_to("sticky/roots", "sticky/renamed", 0));
	T(rename_to("open/new", "sticky/new", 0));
	T(rename_to("open/dir", "sticky/dir", 0));
	T(remove_file("sticky/new"));
	T(remove_dir("sticky/dir"));
	T(link_to("open/new", "open/linked"));
	T(link_to("open/new", "closed/linked"));
	T(sys3(__NR_symlinkat, "x", AT_FDCWD, "new-link"));
	T(make_file("setgid-dir/file", 0644));
	T(stat_of("setgid-dir/file").gid);
	T(make_dir("setgid-dir/dir", 0755));
	T(mode_of("setgid-dir/dir"));
}

static void attributes(void)
{
	T(change_mode("public", 0600));
	T(change_mode("mine", 0640));
	T(mode_of("mine"));
	T(change_mode("mine", 06755));
	T(mode_of("mine"));
	T(change_mode("for-group", 02755));
	T(change_owner("mine", OTHER, -1));
	T(change_owner("mine", -1, GROUP));
	T(change_owner("mine", -1, USER));
	T(change_owner("mine", USER, -1));
	T(change_owner("public", USER, USER));
	T(mode_of("mine"));
	T(sys4(__NR_utimensat, AT_FDCWD, "public", 0, 0));
	T(sys4(__NR_utimensat, AT_FDCWD, "writable", 0, 0));
	const long past[4] = { 1, 0, 2, 0 };
	T(sys4(__NR_utimensat, AT_FDCWD, "writable", past, 0));
	T(sys4(__NR_utimensat, AT_FDCWD, "mine", past, 0));
}

static void write_setuid(void)
{
	long fd = opened("setuid-file", O_WRONLY, 0);

	T(fd >= 0);
	T(sys3(__NR_write, fd, "x", 1));
	T(mode_of("setuid-file"));
	T(sys1(__NR_chroot, "."));
	T(sys5(__NR_mount, "x", "open", "tmpfs", 0, 0));
	T(sys2(__NR_sethostname, "x", 1));
	T(sys2(__NR_kill, 1, 0));
}

/* ---- execution ----------------------------------------------------------- */

static char **environment;

static long execute(const char *path)
{
	const char *const argv[] = { path, "ids", 0 };

	return sys3(__NR_execve, path, argv, environment);
}

static void exec_no_bit(void) { T(execute("public")); }
static void exec_closed(void) { T(execute("closed/inside")); }
static void exec_dir(void) { T(execute("open")); }
static void exec_plain(void) { T(execute("program")); }
static void exec_setuid(void) { T(execute("setuid-program")); }
static void exec_setgid(void) { T(execute("setgid-program")); }
static void exec_unreadable(void) { T(execute("unreadable-program")); }

static void exec_no_new(void)
{
	T(sys5(__NR_prctl, 38, 1, 0, 0, 0));
	T(sys5(__NR_prctl, 39, 0, 0, 0, 0));
	T(execute("setuid-program"));
}

/* ---- everything ------------------------------------------------------------ */

static void copy(const char *from, const char *to, int mode)
{
	static char buf[4096];
	long in = opened(from, 0, 0);
	long out = opened(to, O_WRONLY | O_CREAT, 0700), n;

	while ((n = sys3(__NR_read, in, buf, sizeof(buf))) > 0)
		sys3(__NR_write, out, buf, n);
	sys1(__NR_close, in);
	sys1(__NR_close, out);
	change_mode(to, mode);
}

static void prepare(const char *self)
{
	make_file("secret", 0600);
	make_file("public", 0644);
	make_file("writable", 0666);
	make_file("mine", 0600);
	change_owner("mine", USER, USER);
	make_file("for-group", 0640);
	change_owner("for-group", 0, GROUP);
	make_dir("closed", 0700);
	make_file("closed/inside", 0777);
	make_dir("unreadable", 0711);
	make_file("unreadable/inside", 0644);
	make_dir("open", 0777);
	make_file("open/roots", 0644);
	make_dir("sticky", 01777);
	make_file("sticky/roots", 0644);
	make_dir("setgid-dir", 02777);
	change_owner("setgid-dir", 0, GROUP);
	change_mode("setgid-dir", 02777);
	make_file("setuid-file", 06777);
	copy(self, "program", 0755);
	copy(self, "setuid-program", 04755);
	copy(self, "setgid-program", 0755);
	change_owner("setgid-program", 0, GROUP);
	change_mode("setgid-program", 02755);
	copy(self, "unreadable-program", 0711);
}

static void as(const char *who, void (*become)(void), void (*fn)(void))
{
	put("-- ");
	put(who);
	put("\n");
	show("status", in_child(become, fn));
}

static void as_root_everything(void)
{
	T(make_file("roots-new", 0644));
	T(change_owner("roots-new", USER, GROUP));
	T(change_mode("roots-new", 06755));
	T(change_owner("roots-new", OTHER, GROUP));
	T(mode_of("roots-new"));
	T(try_open("mine", O_RDWR, 0));
	T(may("public", 1));
	T(may("program", 1));
	T(execute("public"));
}

static void all(void)
{
	void (*const execs[])(void) = {
		exec_no_bit, exec_closed, exec_dir, exec_plain, exec_setuid,
		exec_setgid, exec_unreadable, exec_no_new,
	};

	as("root", 0, as_root_everything);
	as("ids", 0, ids);
	as("dropped", 0, drop_and_regain);
	as("member", be_member, groups);
	as("user looks", be_user, look);
	as("other looks", be_other, look);
	as("user changes", be_user, change);
	as("other changes", be_other, change);
	as("attributes", be_user, attributes);
	as("set-id file", be_user, write_setuid);
	for (unsigned int i = 0; i < sizeof(execs) / sizeof(execs[0]); i++)
		as("exec", be_user, execs[i]);
}

/* Who the program became: AT_SECURE and the ids. */
static int started_by_exec(char **envp)
{
	const ulong *aux;

	while (*envp)
		envp++;
	for (aux = (const ulong *)(envp + 1); aux[0]; aux += 2)
		if (aux[0] >= 11 && aux[0] <= 14)
			show("aux", (long)aux[1]);
		else if (aux[0] == 23)
			show("secure", (long)aux[1]);
	show_ids("executed");
	return 0;
}

int main(int argc, char **argv, char **envp)
{
	if (argc == 2 && str_eq(argv[1], "ids"))
		return started_by_exec(envp);
	environment = envp;
	sys1(__NR_umask, 0);
	if (argc != 3 || sys1(__NR_chdir, argv[2]))
		return 2;
	prepare(argv[1]);
	all();
	return 0;
}
