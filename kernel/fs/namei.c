/* SPDX-License-Identifier: MIT */
/*
 * namei.c - from a path to what it names.
 *
 * One loop takes the path component by component. A symbolic link does not
 * recurse: what is left of the path is appended to the link's text and the
 * loop goes on with that, so the only limit is the count of links
 * (MAXSYMLINKS), and no stack is used for depth.
 *
 *	"/a/link/b"   link -> "../c"      rest becomes "../c/b"
 *
 * The walk stops before the last component (path_parent, for calls that make
 * or remove names) or takes it too (path_lookup).
 *
 * Every directory gone through must allow it: walk_parent().
 */
#include "internal.h"
#include <uapi/mount.h>

struct walk {
	struct dentry *dir;		/* where we are, referenced */
	char *buf;			/* text of a link being walked, or NULL */
	const char *rest;		/* next character, of it or the path */
	struct qstr last;		/* the last component */
	bool trailing;			/* slashes after it */
	unsigned int nr_links;
	struct dentry *scope;		/* stay in it, referenced; NULL: root */
	unsigned int resolve;		/* RESOLVE_* of openat2(2) */
};

void putname(struct filename *fn)
{
	if (unlikely(fn->name != fn->iname))
		kfree(fn->name);
}

/* A path that is too long for fn->iname. */
static noinline long getname_long(struct filename *fn, const char __user *path)
{
	long len;

	fn->name = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!fn->name)
		return -ENOMEM;
	len = strncpy_from_user(fn->name, path, PATH_MAX);
	return len == PATH_MAX ? -ENAMETOOLONG : len;
}

char *getname(struct filename *fn, const char __user *path, unsigned int flags)
{
	long len = strncpy_from_user(fn->iname, path, sizeof(fn->iname));

	fn->name = fn->iname;
	if (unlikely(len == sizeof(fn->iname)))
		len = getname_long(fn, path);
	if (unlikely(len == 0 && !(flags & LOOKUP_EMPTY)))
		len = -ENOENT;
	if (unlikely(len < 0)) {
		putname(fn);
		fn->name = ERR_PTR(len);
	}
	return fn->name;
}

/* Where a relative path begins. */
static struct dentry *walk_base(int dfd)
{
	struct dentry *dentry;
	struct file *file;

	if (dfd == AT_FDCWD) {
		struct task *task = task_running();

		return dget(task ? task->fs->pwd : kernel.root);
	}
	file = fget_raw(dfd);
	if (!file)
		return ERR_PTR(-EBADF);
	dentry = dget(file->f_dentry);
	fput(file);
	return dentry;
}

/* Where the walk begins and what it stays below. Of @path's slash nothing is
 * left to be done then. */
static int walk_start(struct walk *w, int dfd, const char *path)
{
	bool scoped = w->resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT);

	if (*path == '/' && w->resolve & RESOLVE_BENEATH)
		return -EXDEV;
	w->dir = *path == '/' && !scoped ? dget(current_root()) :
					   walk_base(dfd);
	if (IS_ERR(w->dir))
		return PTR_ERR(w->dir);
	w->scope = scoped ? dget(w->dir) : NULL;
	return 0;
}

/* @path stays until walk_end(). */
static int walk_init(struct walk *w, int dfd, const char *path,
		     unsigned int resolve)
{
	w->buf = NULL;
	w->rest = path;
	w->nr_links = 0;
	w->resolve = resolve;
	return walk_start(w, dfd, path);
}

static void walk_end(struct walk *w)
{
	if (unlikely(w->buf))
		kfree(w->buf);
	dput(w->dir);
	dput(w->scope);
}

static void walk_to(struct walk *w, struct dentry *dentry)
{
	dput(w->dir);
	w->dir = dentry;
}

static struct dentry *walk_root(const struct walk *w)
{
	return w->scope ? w->scope : current_root();
}

static int walk_up(struct walk *w)
{
	struct dentry *d = w->dir, *root = walk_root(w);

	while (d->d_parent == d && d->d_sb->s_mountpoint && d != root)
		d = d->d_sb->s_mountpoint;
	if (d == root)
		return w->resolve & RESOLVE_BENEATH ? -EXDEV : 0;
	if (d->d_sb != w->dir->d_sb && w->resolve & RESOLVE_NO_XDEV)
		return -EXDEV;
	walk_to(w, follow_mounts(dget(d->d_parent)));
	return 0;
}

/* Continue with the text of the link @inode, then with what is left. */
static int walk_text(struct walk *w, struct inode *inode)
{
	size_t left = strlen(w->rest), n;
	char *buf = kmalloc(PATH_MAX + left + 2, GFP_KERNEL);
	int len = -ENOMEM;

	if (!buf)
		return len;
	if (inode->i_op->readlink) {
		len = inode->i_op->readlink(inode, buf, PATH_MAX - 1);
	} else if (inode->i_link) {
		len = strlen(inode->i_link);
		memcpy(buf, inode->i_link, len);
	}
	if (len == 0)
		len = -ENOENT;
	if (len < 0 || left > 4 * PATH_MAX) {
		kfree(buf);
		return len < 0 ? len : -ENAMETOOLONG;
	}
	n = len;
	if (w->trailing || left)
		buf[n++] = '/';
	memcpy(buf + n, w->rest, left + 1);
	kfree(w->buf);
	w->buf = buf;
	w->rest = buf;
	if (*buf != '/')
		return 0;
	if (w->resolve & RESOLVE_BENEATH ||
	    (w->resolve & RESOLVE_NO_XDEV && w->dir->d_sb != walk_root(w)->d_sb))
		return -EXDEV;
	walk_to(w, dget(walk_root(w)));
	return 0;
}

/* @link was found in w->dir, w->rest is behind its name. Consumes @link.
 * 1: w->dir is what the link means (a link without text). */
static int walk_link(struct walk *w, struct dentry *link)
{
	struct inode *inode = link->d_inode;
	struct dentry *to;
	int err;

	if (++w->nr_links > MAXSYMLINKS || w->resolve & RESOLVE_NO_SYMLINKS) {
		err = -ELOOP;
	} else if (inode->i_op->jump_link &&
		   w->resolve & RESOLVE_NO_MAGICLINKS) {
		err = -ELOOP;
	} else if (inode->i_op->jump_link &&
		   w->resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) {
		err = -EXDEV;
	} else if (inode->i_op->jump_link) {
		to = inode->i_op->jump_link(inode);
		err = IS_ERR(to) ? PTR_ERR(to) : 1;
		if (err == 1)
			walk_to(w, to);
	} else {
		err = walk_text(w, inode);
	}
	dput(link);
	return err;
}

/* The dentry of a component in w->dir, mounts followed; may be negative. */
static struct dentry *walk_lookup(struct walk *w)
{
	struct inode *dir = w->dir->d_inode;
	struct dentry *dentry = d_lookup(w->dir, &w->last);

	if (!dentry) {
		down_write(&dir->i_rwsem);
		dentry = lookup_one(w->dir, w->last.name, w->last.len);
		up_write(&dir->i_rwsem);
	}
	if (IS_ERR(dentry) || !dentry->d_mounted)
		return dentry;
	if (!(w->resolve & RESOLVE_NO_XDEV))
		return follow_mounts(dentry);
	dput(dentry);
	return ERR_PTR(-EXDEV);
}

static bool is_dot(const struct walk *w)
{
	return w->last.len == 1 && w->last.name[0] == '.';
}

static bool is_dotdot(const struct walk *w)
{
	return w->last.len == 2 && w->last.name[0] == '.' &&
	       w->last.name[1] == '.';
}

/* Go through the component in w->last, which is not the last one. */
static int walk_step(struct walk *w)
{
	struct dentry *dentry;
	int err;

	if (is_dot(w))
		return 0;
	if (is_dotdot(w))
		return walk_up(w);
	dentry = walk_lookup(w);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (!dentry->d_inode) {
		dput(dentry);
		return -ENOENT;
	}
	if (!S_ISLNK(dentry->d_inode->i_mode)) {
		walk_to(w, dentry);
		return 0;
	}
	err = walk_link(w, dentry);
	return err < 0 ? err : 0;
}

/* Split the next component off; false if there is none. */
static bool walk_next(struct walk *w)
{
	const char *p = w->rest, *name;
	u32 hash = 0;

	while (*p == '/')
		p++;
	for (name = p; *p && *p != '/'; p++)
		hash = hash_char(hash, *p);
	w->last = (struct qstr){ name, p - name, hash };
	w->trailing = *p == '/';
	while (*p == '/')
		p++;
	w->rest = p;
	return w->last.len != 0;
}

/* Go to the directory of the last component, which is in w->last (empty for
 * "/" and the like). */
static int walk_parent(struct walk *w)
{
	int err;

	for (;;) {
		bool more = walk_next(w);

		if (!S_ISDIR(w->dir->d_inode->i_mode))
			return -ENOTDIR;
		if (!more)
			return 0;
		err = may_search(w->dir->d_inode);
		if (err)
			return err;
		if (w->last.len > NAME_MAX)
			return -ENAMETOOLONG;
		if (!*w->rest)
			return 0;
		w->trailing = false;
		err = walk_step(w);
		if (err)
			return err;
	}
}

/* Take the last component too: w->dir is what the path names. 1: go on with
 * the text of a link. */
static int walk_last(struct walk *w, unsigned int flags)
{
	struct dentry *dentry;
	int err;

	if (!w->last.len || is_dot(w))
		return 0;
	if (is_dotdot(w))
		return walk_up(w);
	dentry = walk_lookup(w);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (!dentry->d_inode) {
		dput(dentry);
		return -ENOENT;
	}
	if (S_ISLNK(dentry->d_inode->i_mode) &&
	    (flags & LOOKUP_FOLLOW || w->trailing)) {
		err = walk_link(w, dentry);
		return err < 0 ? err : !err;
	}
	walk_to(w, dentry);
	return 0;
}

static int walk_all(struct walk *w, unsigned int flags)
{
	bool dir = flags & LOOKUP_DIRECTORY;
	int err;

	do {
		err = walk_parent(w);
		if (!err)
			err = walk_last(w, flags);
		dir |= w->trailing;
	} while (err > 0);
	if (!err && dir && !S_ISDIR(w->dir->d_inode->i_mode))
		err = -ENOTDIR;
	return err;
}

struct dentry *path_lookup(int dfd, const char *path, unsigned int flags)
{
	struct dentry *dentry;
	struct walk w;
	int err;

	if (!*path)
		return flags & LOOKUP_EMPTY ? walk_base(dfd) :
					      ERR_PTR(-ENOENT);
	err = walk_init(&w, dfd, path, 0);
	if (err)
		return ERR_PTR(err);
	err = walk_all(&w, flags);
	dentry = err ? ERR_PTR(err) : dget(w.dir);
	walk_end(&w);
	return dentry;
}

struct dentry *user_path(int dfd, const char __user *path, unsigned int flags)
{
	struct dentry *dentry;
	struct filename fn;

	if (IS_ERR(getname(&fn, path, flags)))
		return ERR_CAST(fn.name);
	dentry = path_lookup(dfd, fn.name, flags);
	putname(&fn);
	return dentry;
}

int path_parent(int dfd, const char *path, struct path_parent *pp)
{
	struct walk w;
	int err;

	if (!*path)
		return -ENOENT;
	err = walk_init(&w, dfd, path, 0);
	if (err)
		return err;
	err = walk_parent(&w);
	if (err) {
		walk_end(&w);
		return err;
	}
	*pp = (struct path_parent){ .dir = w.dir, .buf = w.buf,
				    .last = w.last.name, .len = w.last.len,
				    .trailing = w.trailing };
	if (!w.last.len)
		pp->special = -EBUSY;
	else if (is_dot(&w))
		pp->special = -EINVAL;
	else if (is_dotdot(&w))
		pp->special = -ENOTEMPTY;
	return 0;
}

void path_parent_put(struct path_parent *pp)
{
	kfree(pp->buf);
	dput(pp->dir);
}

/* ---- open -------------------------------------------------------------- */

/* Make the last component a regular file. The directory is locked. */
static struct dentry *open_create(struct walk *w, umode_t mode)
{
	struct dentry *dentry = lookup_one(w->dir, w->last.name, w->last.len);
	struct inode *inode;
	int err;

	if (IS_ERR(dentry) || dentry->d_inode)
		return dentry;
	inode = new_inode(w->dir->d_sb, S_IFREG | (mode & S_IALLUGO));
	err = inode ? inode_permission(w->dir->d_inode,
				       MAY_WRITE | MAY_EXEC) : -ENOMEM;
	if (!err) {
		inode_init_owner(inode, w->dir->d_inode);
		err = create_in(w->dir, dentry, inode);
	}
	if (err) {
		iput(inode);
		dput(dentry);
		return ERR_PTR(err);
	}
	return dentry;
}

/* The last component of an open with O_CREAT. As walk_last(); @made tells
 * whether the file is new. */
static int open_last(struct walk *w, int flags, umode_t mode, bool *made)
{
	struct inode *dir = w->dir->d_inode;
	struct dentry *dentry;
	int err;

	if (!w->last.len || is_dot(w) || is_dotdot(w) || w->trailing)
		return -EISDIR;
	dentry = walk_lookup(w);
	if (!IS_ERR(dentry) && !dentry->d_inode) {
		dput(dentry);
		down_write(&dir->i_rwsem);
		dentry = open_create(w, mode);
		up_write(&dir->i_rwsem);
		*made = true;
	}
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = 0;
	if (flags & O_EXCL && !*made)
		err = -EEXIST;
	else if (S_ISLNK(dentry->d_inode->i_mode) && !(flags & O_NOFOLLOW)) {
		err = walk_link(w, dentry);
		return err < 0 ? err : !err;
	} else if (S_ISDIR(dentry->d_inode->i_mode)) {
		err = -EISDIR;
	}
	if (err)
		dput(dentry);
	else
		walk_to(w, dentry);
	return err;
}

static int open_walk(struct walk *w, int flags, umode_t mode, bool *made)
{
	unsigned int lookup = flags & O_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	int err;

	if (!(flags & O_CREAT))
		return walk_all(w, lookup | (flags & O_DIRECTORY ?
					     LOOKUP_DIRECTORY : 0));
	do {
		err = walk_parent(w);
		if (!err)
			err = open_last(w, flags, mode, made);
	} while (err > 0);
	return err;
}

/* Is this the file of a program that runs? It must not change. */
bool is_running(const struct inode *inode)
{
	const struct task *task;
	bool found = false;
	unsigned long i;

	lock_tasklist();
	xa_for_each(&kernel.tasks, i, task)
		if (task->exe && task->exe->f_inode == inode)
			found = true;
	unlock_tasklist();
	return found;
}

/* What opening a file with these flags asks of it. */
static unsigned int open_mask(int flags)
{
	static const unsigned int masks[] = {
		MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE,
		MAY_READ | MAY_WRITE,
	};

	return masks[flags & O_ACCMODE] | (flags & O_TRUNC ? MAY_WRITE : 0);
}

/* What an existing file of this type allows. */
static int may_open(struct inode *inode, int flags)
{
	bool writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC;
	int err;

	if (flags & O_PATH)
		return 0;
	if (S_ISLNK(inode->i_mode))
		return -ELOOP;
	if (S_ISDIR(inode->i_mode) && writes)
		return -EISDIR;
	if (S_ISCHR(inode->i_mode) && inode->i_sb->s_flags & MS_NODEV)
		return -EACCES;
	if (flags & O_NOATIME && !inode_is_mine(inode))
		return -EPERM;
	err = inode_permission(inode, open_mask(flags));
	if (err)
		return err;
	return writes && S_ISREG(inode->i_mode) && is_running(inode) ? -ETXTBSY :
								   0;
}

static struct file *open_dentry(struct dentry *dentry, int flags, bool made)
{
	struct file *file;
	int err = made ? 0 : may_open(dentry->d_inode, flags);

	if (!err && unlikely(nr_leases) && !(flags & O_PATH))
		err = lease_break(dentry->d_inode, open_mask(flags) & MAY_WRITE,
				  flags & O_NONBLOCK);
	if (err)
		return ERR_PTR(err);
	file = dentry_open(dentry, flags);
	if (IS_ERR(file) || !(flags & O_TRUNC) || flags & O_PATH || made ||
	    !S_ISREG(dentry->d_inode->i_mode))
		return file;
	err = do_truncate(dentry, 0);
	if (err) {
		fput(file);
		return ERR_PTR(err);
	}
	return file;
}

/* A file in @dir without a name, which linkat(2) may give it. */
static struct file *open_tmpfile(struct dentry *dir, int flags, umode_t mode)
{
	int err = inode_permission(dir->d_inode, MAY_WRITE | MAY_EXEC);
	struct dentry *dentry;
	struct inode *inode;
	struct file *file;
	char name[24];

	if (dir->d_sb->s_readonly)
		err = -EOPNOTSUPP;
	if (err)
		return ERR_PTR(err);
	inode = new_inode(dir->d_sb, S_IFREG | (mode & S_IALLUGO));
	if (!inode)
		return ERR_PTR(-ENOMEM);
	snprintf(name, sizeof(name), "#%lu", inode->i_ino);
	dentry = d_alloc(dir, name, strlen(name));
	if (!dentry) {
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	inode_init_owner(inode, dir->d_inode);
	inode->i_nlink = 0;
	inode->i_linkable = !(flags & O_EXCL);
	dentry->d_inode = inode;
	file = dentry_open(dentry, flags & ~(O_EXCL | O_CREAT));
	dput(dentry);
	return file;
}

/* Flags that go together, and what they imply; 0 or -EINVAL. */
static int open_flags(int *flags)
{
	if (*flags & O_PATH) {
		*flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
		return 0;
	}
	if (*flags & __O_TMPFILE)
		return *flags & O_DIRECTORY && *flags & O_ACCMODE &&
		       !(*flags & O_CREAT) ? 0 : -EINVAL;
	if (*flags & O_CREAT && *flags & O_DIRECTORY)
		return -EINVAL;
	if (*flags & O_CREAT && *flags & O_EXCL)
		*flags |= O_NOFOLLOW;
	return 0;
}

struct file *open_resolved(int dfd, const char *path,
			   const struct open_how *how)
{
	int flags = (int)how->flags, err = open_flags(&flags);
	const umode_t mode = (umode_t)how->mode;
	bool made = false;
	struct file *file;
	struct walk w;

	if (err)
		return ERR_PTR(err);
	if (!*path)
		return ERR_PTR(-ENOENT);
	err = walk_init(&w, dfd, path, (unsigned int)how->resolve);
	if (err)
		return ERR_PTR(err);
	err = open_walk(&w, flags, mode, &made);
	if (err)
		file = ERR_PTR(err);
	else if (flags & __O_TMPFILE)
		file = open_tmpfile(w.dir, flags, mode);
	else
		file = open_dentry(w.dir, flags, made);
	walk_end(&w);
	return file;
}

struct file *do_filp_open(int dfd, const char *path, int flags, umode_t mode)
{
	return open_resolved(dfd, path, &(struct open_how){
		.flags = (unsigned int)flags, .mode = mode });
}

struct file *filp_open(const char *path, int flags, umode_t mode)
{
	return do_filp_open(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

struct file *dentry_open_exec(struct dentry *dentry)
{
	int err = S_ISREG(dentry->d_inode->i_mode) &&
		  !(dentry->d_inode->i_sb->s_flags & MS_NOEXEC) ?
		  inode_permission(dentry->d_inode, MAY_EXEC) : -EACCES;

	return err ? ERR_PTR(err) :
		     dentry_open(dentry, O_RDONLY | O_LARGEFILE);
}

struct file *open_exec(const char *path)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW);
	struct file *file;

	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	file = dentry_open_exec(dentry);
	dput(dentry);
	return file;
}
