/* SPDX-License-Identifier: MIT */
/*
 * mount.c - trees that programs mount, and take away again.
 *
 * mount(2) makes a new tree of a type and shows it at a directory, over what is
 * there. A name means one place only, so a tree cannot be shown twice: bind
 * mounts do not exist, and mounting a type again makes another tree.
 *
 * umount2(2) takes a tree away that nobody uses; with MNT_DETACH from the
 * names at once, and from memory when it is not used any more: looked for
 * whenever something is mounted or unmounted.
 *
 * Locking: none of its own. None of it sleeps between a look and a change.
 */
#include "internal.h"
#include <uapi/mount.h>

#define TMPFS_MAGIC	0x01021994ul
#define KEPT_FLAGS	(MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | \
			 MS_SYNCHRONOUS | MS_NOATIME | MS_NODIRATIME)

struct super_block *tmpfs_sb_create(void)
{
	return sb_create("tmpfs", TMPFS_MAGIC, NULL, 01777);
}

static struct super_block *ramfs_sb_create(void)
{
	return sb_create("ramfs", 0x858458f6ul, NULL, 0755);
}

const struct fs_type fs_types[] = {
	{ "sysfs", sys_sb_create },
	{ "tmpfs", tmpfs_sb_create },
	{ "proc", proc_sb_create },
	{ "devtmpfs", dev_sb_create },
	{ "ramfs", ramfs_sb_create },
	{ "devpts", NULL },
	{ "pipefs", NULL },
	{ "hostfs", NULL },
	{ NULL, NULL },
};

/* ---- options ----------------------------------------------------------------- */

static bool parse_id(const char *text, unsigned int base, u32 *val)
{
	*val = 0;
	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text >= (char)('0' + base))
			return false;
		*val = *val * base + *text - '0';
	}
	return true;
}

/* One "name=value" of a tmpfs. Its size is that of memory, whatever it says. */
static int tmpfs_option(struct inode *root, char *option)
{
	char *value = strchr(option, '=');
	u32 n;

	if (!value)
		return *option ? -EINVAL : 0;
	*value++ = 0;
	if (strcmp(option, "size") == 0 || strcmp(option, "nr_inodes") == 0 ||
	    strcmp(option, "nr_blocks") == 0)
		return 0;
	if (!parse_id(value, strcmp(option, "mode") ? 10 : 8, &n))
		return -EINVAL;
	if (strcmp(option, "mode") == 0)
		root->i_mode = S_IFDIR | (n & S_IALLUGO);
	else if (strcmp(option, "uid") == 0)
		root->i_uid = n;
	else if (strcmp(option, "gid") == 0)
		root->i_gid = n;
	else
		return -EINVAL;
	return 0;
}

static int set_options(struct super_block *sb, char *options)
{
	int err = 0;

	if (strcmp(sb->s_type, "tmpfs") != 0)
		return 0;
	while (!err && *options) {
		char *end = strchrnul(options, ',');
		bool more = *end;

		*end = 0;
		err = tmpfs_option(sb->s_root->d_inode, options);
		options = end + more;
	}
	return err;
}

/* ---- mount -------------------------------------------------------------------- */

/* Free the detached trees that nobody uses any more. */
static void sweep_detached(void)
{
	struct super_block *sb, *next;

	list_for_each_entry_safe(sb, next, &kernel.supers, s_link)
		if (sb->s_detached && !d_tree_busy(sb->s_root))
			sb_destroy(sb);
}

static struct super_block *new_tree(const char *type, const char *source,
				    char *options)
{
	const struct fs_type *t = fs_types;
	struct super_block *sb;
	int err;

	while (t->name && strcmp(t->name, type) != 0)
		t++;
	if (!t->create)
		return ERR_PTR(-ENODEV);
	sb = t->create();
	if (!sb)
		return ERR_PTR(-ENOMEM);
	err = set_options(sb, options);
	if (!err && *source) {
		sb->s_source = kstrdup(source, GFP_KERNEL);
		err = sb->s_source ? 0 : -ENOMEM;
	}
	if (!err)
		return sb;
	sb_destroy(sb);
	return ERR_PTR(err);
}

static int mount_new(struct dentry *at, struct super_block *sb,
		     unsigned long flags)
{
	int err = mount_at(sb, at);

	if (err)
		sb_destroy(sb);
	else
		sb->s_flags = flags & KEPT_FLAGS;
	return err;
}

static bool is_mount(const struct dentry *dentry)
{
	return dentry == dentry->d_sb->s_root &&
	       (dentry->d_sb->s_mountpoint || dentry == kernel.root);
}

static int mount_move(struct dentry *from, struct dentry *to)
{
	struct super_block *sb = from->d_sb;

	if (!is_mount(from) || from == kernel.root ||
	    !S_ISDIR(to->d_inode->i_mode))
		return -EINVAL;
	for (struct dentry *d = to; d; d = d->d_sb->s_mountpoint)
		if (d->d_sb == sb)
			return -ELOOP;
	unmount(sb);
	return mount_at(sb, to);
}

/* The strings of mount(2), in kernel memory; NULL pointers are "". */
struct mount_args {
	char *source, *type, *options;
	bool has_type;
};

static char *get_string(const char __user *s, size_t size)
{
	char *text = kzalloc(size, GFP_KERNEL);
	long len;

	if (!text || !s)
		return text ? text : ERR_PTR(-ENOMEM);
	len = strncpy_from_user(text, s, size);
	if (len >= 0 && len < (long)size)
		return text;
	kfree(text);
	return ERR_PTR(len < 0 ? len : -ENAMETOOLONG);
}

static int do_mount(struct dentry *at, const struct mount_args *args,
		    unsigned long flags)
{
	struct super_block *sb;
	struct dentry *from;
	int err;

	if (flags & MS_REMOUNT) {
		if (!is_mount(at))
			return -EINVAL;
		at->d_sb->s_flags = flags & KEPT_FLAGS;
		return 0;
	}
	if (flags & (MS_BIND | MS_SHARED))
		return -EINVAL;
	if (flags & (MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE))
		return is_mount(at) ? 0 : -EINVAL;
	if (flags & MS_MOVE) {
		from = path_lookup(AT_FDCWD, args->source, LOOKUP_FOLLOW);
		if (IS_ERR(from))
			return PTR_ERR(from);
		err = mount_move(from, at);
		dput(from);
		return err;
	}
	if (!args->has_type)
		return -EINVAL;
	sb = new_tree(args->type, args->source, args->options);
	return IS_ERR(sb) ? PTR_ERR(sb) : mount_new(at, sb, flags);
}

static int mount_path(const char __user *target, const struct mount_args *args,
		      unsigned long flags)
{
	struct dentry *at;
	int err;

	if ((flags & MS_MGC_MSK) == MS_MGC_VAL)
		flags &= ~MS_MGC_MSK;
	at = user_path(AT_FDCWD, target, LOOKUP_FOLLOW);
	if (IS_ERR(at))
		return PTR_ERR(at);
	err = capable() ? do_mount(at, args, flags) : -EPERM;
	dput(at);
	sweep_detached();
	return err;
}

SYSCALL_DEFINE5(mount, const char __user *, source, const char __user *, target,
		const char __user *, type, unsigned long, flags,
		const char __user *, data)
{
	struct mount_args args = {
		.source = get_string(source, PATH_MAX),
		.type = get_string(type, PAGE_SIZE),
		.options = get_string(data, PAGE_SIZE),
		.has_type = type != NULL,
	};
	char **strings[] = { &args.type, &args.source, &args.options };
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(strings); i++)
		if (IS_ERR(*strings[i]))
			err = PTR_ERR(*strings[i]);
	if (!err)
		err = mount_path(target, &args, flags);
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		if (!IS_ERR(*strings[i]))
			kfree(*strings[i]);
	return err;
}

/* ---- umount -------------------------------------------------------------------- */

/* The kernel's own trees stay as long as it does. */
static bool is_kept(const struct super_block *sb)
{
	return sb == kernel.dev || sb == kernel.proc || sb == kernel.sys ||
	       sb == kernel.devpts;
}

/* Consumes @dentry. */
static int do_umount(struct dentry *dentry, int flags)
{
	struct super_block *sb = dentry->d_sb;
	bool fine = is_mount(dentry);
	int err = 0;

	dput(dentry);
	if (!fine)
		return -EINVAL;
	if (sb->s_root == kernel.root)
		return -EBUSY;
	if (flags & MNT_DETACH)
		sb->s_detached = !is_kept(sb);
	else if (d_tree_busy(sb->s_root))
		err = -EBUSY;
	else if (flags & MNT_EXPIRE)
		err = -EAGAIN;
	if (err)
		return err;
	unmount(sb);
	if (!sb->s_detached && !is_kept(sb))
		sb_destroy(sb);
	sweep_detached();
	return 0;
}

long ksys_umount(const char __user *path, int flags)
{
	struct dentry *dentry;

	if (flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW) ||
	    (flags & MNT_EXPIRE && flags & (MNT_FORCE | MNT_DETACH)))
		return -EINVAL;
	dentry = user_path(AT_FDCWD, path,
			   flags & UMOUNT_NOFOLLOW ? 0 : LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (capable())
		return do_umount(dentry, flags);
	dput(dentry);
	return -EPERM;
}

SYSCALL_DEFINE2(umount2, const char __user *, path, int, flags)
{
	return ksys_umount(path, flags);
}

/* ---- /proc/PID/mounts, mountinfo ------------------------------------------------ */

static const char *source_of(const struct super_block *sb)
{
	return sb->s_source ? sb->s_source : sb->s_type;
}

static void show_flags(struct seq_file *m, const struct super_block *sb)
{
	static const struct { unsigned long flag; const char *name; } names[] = {
		{ MS_NOSUID, ",nosuid" }, { MS_NODEV, ",nodev" },
		{ MS_NOEXEC, ",noexec" }, { MS_SYNCHRONOUS, ",sync" },
		{ MS_NODIRATIME, ",nodiratime" }, { MS_NOATIME, ",noatime" },
	};

	seq_puts(m, sb->s_flags & MS_RDONLY ? "ro" : "rw");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (sb->s_flags & names[i].flag)
			seq_puts(m, names[i].name);
	if (!(sb->s_flags & MS_NOATIME))
		seq_puts(m, ",relatime");
}

static void show_mount(struct seq_file *m, struct super_block *sb,
		       const char *path)
{
	seq_printf(m, "%s %s %s ", source_of(sb), path, sb->s_type);
	show_flags(m, sb);
	seq_puts(m, " 0 0\n");
}

static unsigned int mount_id(const struct super_block *sb)
{
	return MINOR(sb->s_dev);
}

static void show_mountinfo(struct seq_file *m, struct super_block *sb,
			   const char *path)
{
	seq_printf(m, "%u %u %u:%u / %s ", mount_id(sb),
		   sb->s_mountpoint ? mount_id(sb->s_mountpoint->d_sb) : 1,
		   MAJOR(sb->s_dev), MINOR(sb->s_dev), path);
	show_flags(m, sb);
	seq_printf(m, " - %s %s %s\n", sb->s_type, source_of(sb),
		   sb->s_flags & MS_RDONLY ? "ro" : "rw");
}

static int show_mounts(struct seq_file *m,
		       void (*show)(struct seq_file *m, struct super_block *sb,
				    const char *path))
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL);
	struct super_block *sb;

	if (!page)
		return -ENOMEM;
	show(m, kernel.root->d_sb, "/");
	list_for_each_entry(sb, &kernel.supers, s_link) {
		const char *path;

		if (!sb->s_mountpoint)
			continue;
		path = d_path(sb->s_root, page, PATH_MAX);
		show(m, sb, IS_ERR(path) ? "?" : path);
	}
	kfree(page);
	return 0;
}

int proc_task_mounts_show(struct seq_file *m, void *v)
{
	return show_mounts(m, show_mount);
}

int proc_mountinfo_show(struct seq_file *m, void *v)
{
	return show_mounts(m, show_mountinfo);
}
