/* SPDX-License-Identifier: MIT */
/*
 * dirops.c - making, removing and renaming names.
 *
 * What is made here lives in pinned dentries. Removing a name that the
 * backing directory has leaves a pinned dentry without inode in its place
 * (allocated before anything changes, so that a removal cannot fail halfway).
 *
 * Locking: the directory's i_rwsem is held from the lookup of the last
 * component to the change; of two directories, the one at the lower address
 * first.
 */
#include "internal.h"

/* A plain inode is made before the tree it will be in is known. */
static void inode_rehome(struct inode *inode, struct super_block *sb)
{
	inode->i_sb->s_nr_inodes--;
	sb->s_nr_inodes++;
	inode->i_sb = sb;
	inode->i_ino = ++sb->s_next_ino;
}

/* Put @inode under the negative @dentry. The directory is locked. */
int create_in(struct dentry *dir, struct dentry *dentry, struct inode *inode)
{
	if (dir->d_inode->i_nlink == 0)
		return -ENOENT;
	if (dir->d_sb->s_readonly)
		return -EPERM;
	if (inode->i_sb == kernel.pipe)
		inode_rehome(inode, dir->d_sb);
	dentry->d_inode = inode;
	d_add(dentry);
	d_pin(dentry);
	if (S_ISDIR(inode->i_mode))
		dir->d_inode->i_nlink++;
	inode_touch(dir->d_inode, true);
	return 0;
}

/* The negative dentry of a name to be made; the directory stays locked on
 * success. */
static struct dentry *begin_create(struct path_parent *pp, bool directory)
{
	struct inode *dir = pp->dir->d_inode;
	struct dentry *dentry;
	int err = 0;

	if (pp->special)
		return ERR_PTR(-EEXIST);
	down_write(&dir->i_rwsem);
	dentry = lookup_one(pp->dir, pp->last, pp->len);
	if (IS_ERR(dentry))
		goto unlock;
	if (dentry->d_inode)
		err = -EEXIST;
	else if (pp->trailing && !directory)
		err = -ENOENT;
	else
		err = inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (!err)
		return dentry;
	dput(dentry);
	dentry = ERR_PTR(err);
unlock:
	up_write(&dir->i_rwsem);
	return dentry;
}

/*
 * Make @inode appear at @path; its reference is taken over on success. @sb is
 * the tree it must be in, NULL: any.
 */
static int do_mkentry(int dfd, const char *path, struct inode *inode,
		      struct super_block *sb)
{
	struct path_parent pp;
	struct dentry *dentry;
	int err = path_parent(dfd, path, &pp);

	if (err)
		return err;
	dentry = begin_create(&pp, S_ISDIR(inode->i_mode));
	if (IS_ERR(dentry)) {
		err = PTR_ERR(dentry);
	} else {
		if (!sb)
			inode_init_owner(inode, pp.dir->d_inode);
		if ((S_ISCHR(inode->i_mode) || S_ISBLK(inode->i_mode)) &&
		    !sb && !capable())
			err = -EPERM;
		else if (sb && sb != pp.dir->d_sb)
			err = -EXDEV;
		else if (sb && S_ISDIR(inode->i_mode))
			err = -EPERM;	/* no second name for a directory */
		else
			err = create_in(pp.dir, dentry, inode);
		up_write(&pp.dir->d_inode->i_rwsem);
		dput(dentry);
	}
	path_parent_put(&pp);
	return err;
}

int do_mknod(int dfd, const char *path, umode_t mode, dev_t dev)
{
	struct inode *inode = new_inode(kernel.pipe, mode);
	int err;

	if (!inode)
		return -ENOMEM;
	inode->i_rdev = dev;
	err = do_mkentry(dfd, path, inode, NULL);
	if (err)
		iput(inode);
	return err;
}

int do_symlink(const char *target, int dfd, const char *path)
{
	struct inode *inode;
	int err = -ENOMEM;

	if (!*target)
		return -ENOENT;
	inode = new_inode(kernel.pipe, S_IFLNK | S_IRWXUGO);
	if (!inode)
		return -ENOMEM;
	inode->i_link = kstrdup(target, GFP_KERNEL);
	if (inode->i_link) {
		i_size_write(inode, strlen(target));
		err = do_mkentry(dfd, path, inode, NULL);
	}
	if (err)
		iput(inode);
	return err;
}

int do_link(struct dentry *old, int dfd, const char *path)
{
	struct inode *inode = old->d_inode;
	int err = inode->i_nlink || inode->i_linkable ? may_link(inode) :
							-ENOENT;

	if (err)
		return err;
	ihold(inode);
	err = do_mkentry(dfd, path, inode, old->d_sb);
	if (err) {
		iput(inode);
		return err;
	}
	d_pin(old);
	inode->i_linkable = false;
	inode->i_nlink++;
	inode->i_ctime = current_time();
	return 0;
}

/* ---- removing ---------------------------------------------------------- */

/* What hides the name of @dentry once it is gone; NULL: nothing needed. */
static struct dentry *whiteout_alloc(struct dentry *dentry)
{
	struct dentry *white;

	if (!dentry->d_backed)
		return NULL;
	white = d_alloc(dentry->d_parent, dentry->d_name, dentry->d_len);
	if (!white)
		return ERR_PTR(-ENOMEM);
	white->d_backed = true;
	return white;
}

static void whiteout_add(struct dentry *white)
{
	if (!white)
		return;
	d_add(white);
	d_pin(white);
	dput(white);
}

static int may_remove(struct dentry *dentry, bool directory)
{
	umode_t mode;
	int err;

	if (!dentry->d_inode)
		return -ENOENT;
	err = may_delete(dentry->d_parent->d_inode, dentry->d_inode);
	if (err)
		return err;
	mode = dentry->d_inode->i_mode;
	if (directory && !S_ISDIR(mode))
		return -ENOTDIR;
	if (!directory && S_ISDIR(mode))
		return -EISDIR;
	if (dentry->d_sb->s_readonly)
		return -EPERM;
	if (dentry->d_mounted)
		return -EBUSY;
	if (directory && d_has_entries(dentry))
		return -ENOTEMPTY;
	return 0;
}

/* The inode behind a removed name has one link less. */
static void drop_link(struct dentry *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;

	if (S_ISDIR(inode->i_mode)) {
		inode->i_nlink = 0;
		dir->d_inode->i_nlink--;
		d_shrink_tree(dentry);	/* what hid names behind it */
	} else {
		inode->i_nlink--;
	}
	inode->i_ctime = current_time();
	inode_touch(dir->d_inode, true);
}

static int remove_locked(struct path_parent *pp, bool directory)
{
	struct dentry *dentry = lookup_one(pp->dir, pp->last, pp->len);
	struct dentry *white;
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = may_remove(dentry, directory);
	if (!err && pp->trailing && !directory)
		err = -ENOTDIR;
	if (err)
		goto out;
	white = whiteout_alloc(dentry);
	if (IS_ERR(white)) {
		err = PTR_ERR(white);
		goto out;
	}
	drop_link(pp->dir, dentry);
	d_delete(dentry);
	whiteout_add(white);
out:
	dput(dentry);
	return err;
}

static int do_remove(int dfd, const char *path, bool directory)
{
	struct path_parent pp;
	int err = path_parent(dfd, path, &pp);

	if (err)
		return err;
	if (pp.special) {
		err = directory ? pp.special : -EISDIR;
	} else {
		down_write(&pp.dir->d_inode->i_rwsem);
		err = remove_locked(&pp, directory);
		up_write(&pp.dir->d_inode->i_rwsem);
	}
	path_parent_put(&pp);
	return err;
}

int do_unlink(int dfd, const char *path)
{
	return do_remove(dfd, path, false);
}

int do_rmdir(int dfd, const char *path)
{
	return do_remove(dfd, path, true);
}

/* ---- renaming ---------------------------------------------------------- */

static void lock_two(struct inode *a, struct inode *b)
{
	if (a > b)
		swap(a, b);
	down_write(&a->i_rwsem);
	if (a != b)
		down_write(&b->i_rwsem);
}

static void unlock_two(struct inode *a, struct inode *b)
{
	up_write(&a->i_rwsem);
	if (a != b)
		up_write(&b->i_rwsem);
}

static int may_rename(struct dentry *old, struct dentry *new,
		      unsigned int flags)
{
	bool directory = old->d_inode && S_ISDIR(old->d_inode->i_mode);
	int err;

	if (!old->d_inode)
		return -ENOENT;
	if (old->d_mounted)
		return -EBUSY;
	if (old->d_sb != new->d_sb)
		return -EXDEV;
	if (old->d_sb->s_readonly)
		return -EPERM;
	if (new->d_parent->d_inode->i_nlink == 0)
		return -ENOENT;
	if (directory && d_is_under(new->d_parent, old))
		return -EINVAL;
	err = may_delete(old->d_parent->d_inode, old->d_inode);
	if (!err && directory && new->d_parent != old->d_parent)
		err = inode_permission(old->d_inode, MAY_WRITE);
	if (!err && !new->d_inode)
		err = inode_permission(new->d_parent->d_inode,
				       MAY_WRITE | MAY_EXEC);
	if (err || !new->d_inode)
		return err;
	if (flags & RENAME_NOREPLACE)
		return -EEXIST;
	if (d_is_under(old->d_parent, new))
		return -ENOTEMPTY;
	return new == old ? 0 : may_remove(new, directory);
}

static int rename_dentries(struct dentry *old, struct dentry *new,
			   unsigned int flags)
{
	bool directory;
	struct dentry *white, *old_dir = old->d_parent;
	int err = may_rename(old, new, flags);

	if (err)
		return err;
	if (new->d_inode == old->d_inode)
		return 0;		/* two names of one file: nothing */
	directory = S_ISDIR(old->d_inode->i_mode);
	white = whiteout_alloc(old);
	if (IS_ERR(white))
		return PTR_ERR(white);
	if (new->d_inode)
		drop_link(new->d_parent, new);
	if (directory) {
		old_dir->d_inode->i_nlink--;
		new->d_parent->d_inode->i_nlink++;
	}
	inode_touch(old_dir->d_inode, true);
	inode_touch(new->d_parent->d_inode, true);
	old->d_inode->i_ctime = current_time();
	d_move(old, new);
	whiteout_add(white);
	return 0;
}

/* Each takes the other's name. */
static int exchange_dentries(struct dentry *a, struct dentry *b)
{
	struct inode *dir_a = a->d_parent->d_inode;
	struct inode *dir_b = b->d_parent->d_inode;
	int err;

	if (!a->d_inode || !b->d_inode)
		return -ENOENT;
	if (a->d_mounted || b->d_mounted)
		return -EBUSY;
	if (a->d_sb != b->d_sb)
		return -EXDEV;
	if (a->d_sb->s_readonly)
		return -EPERM;
	if (a == b || a->d_inode == b->d_inode)
		return 0;
	if (d_is_under(b->d_parent, a) || d_is_under(a->d_parent, b))
		return -EINVAL;
	err = may_delete(dir_a, a->d_inode);
	if (!err)
		err = may_delete(dir_b, b->d_inode);
	if (err)
		return err;
	dir_a->i_nlink += S_ISDIR(b->d_inode->i_mode) -
			  S_ISDIR(a->d_inode->i_mode);
	dir_b->i_nlink += S_ISDIR(a->d_inode->i_mode) -
			  S_ISDIR(b->d_inode->i_mode);
	d_exchange(a, b);
	inode_touch(dir_a, true);
	inode_touch(dir_b, true);
	a->d_inode->i_ctime = b->d_inode->i_ctime = current_time();
	return 0;
}

static int rename_locked(struct path_parent *from, struct path_parent *to,
			 unsigned int flags)
{
	struct dentry *old = lookup_one(from->dir, from->last, from->len);
	struct dentry *new;
	int err;

	if (IS_ERR(old))
		return PTR_ERR(old);
	new = lookup_one(to->dir, to->last, to->len);
	if (IS_ERR(new)) {
		dput(old);
		return PTR_ERR(new);
	}
	err = 0;
	if (old->d_inode && !S_ISDIR(old->d_inode->i_mode) &&
	    (from->trailing || to->trailing))
		err = -ENOTDIR;
	if (!err && flags & RENAME_EXCHANGE)
		err = exchange_dentries(old, new);
	else if (!err)
		err = rename_dentries(old, new, flags);
	dput(new);
	dput(old);
	return err;
}

int do_rename(int olddfd, const char *oldpath, int newdfd, const char *newpath,
	      unsigned int flags)
{
	struct path_parent from, to;
	int err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE) ||
	    flags == (RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	err = path_parent(olddfd, oldpath, &from);
	if (err)
		return err;
	err = path_parent(newdfd, newpath, &to);
	if (err)
		goto put_from;
	if (from.special || to.special) {
		err = flags & RENAME_NOREPLACE && to.special ? -EEXIST : -EBUSY;
	} else {
		lock_two(from.dir->d_inode, to.dir->d_inode);
		err = rename_locked(&from, &to, flags);
		unlock_two(from.dir->d_inode, to.dir->d_inode);
	}
	path_parent_put(&to);
put_from:
	path_parent_put(&from);
	return err;
}

/* ---- the kernel's own names -------------------------------------------- */

/* Make the directory @path names up to its @end-th byte. */
static int mkdir_prefix(const char *path, size_t end, umode_t mode)
{
	char *prefix = kstrndup(path, end, GFP_KERNEL);
	struct dentry *dentry;
	int err;

	if (!prefix)
		return -ENOMEM;
	dentry = path_lookup(AT_FDCWD, prefix, LOOKUP_FOLLOW);
	if (PTR_ERR(dentry) == -ENOENT)
		err = do_mknod(AT_FDCWD, prefix, S_IFDIR | mode, 0);
	else if (IS_ERR(dentry))
		err = PTR_ERR(dentry);
	else
		err = S_ISDIR(dentry->d_inode->i_mode) ? 0 : -ENOTDIR;
	if (!IS_ERR(dentry))
		dput(dentry);
	kfree(prefix);
	return err;
}

int vfs_mkdir(const char *path, umode_t mode)
{
	int err = 0;

	for (size_t i = 1; !err && path[i - 1]; i++)
		if (path[i] == '/' || !path[i])
			err = mkdir_prefix(path, i, mode);
	return err;
}

int vfs_symlink(const char *target, const char *path)
{
	return do_symlink(target, AT_FDCWD, path);
}

int vfs_install(struct inode *inode, const char *path)
{
	return do_mkentry(AT_FDCWD, path, inode, NULL);
}

int vfs_mknod(const char *path, umode_t mode, dev_t dev)
{
	return do_mknod(AT_FDCWD, path, mode, dev);
}

int vfs_create_file(const char *path, umode_t mode, const void *data,
		    size_t len)
{
	struct file *file = filp_open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
	loff_t pos = 0;
	ssize_t n;

	if (IS_ERR(file))
		return PTR_ERR(file);
	n = kernel_write(file, data, len, &pos);
	fput(file);
	return n < 0 ? (int)n : 0;
}
