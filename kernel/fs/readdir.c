/* SPDX-License-Identifier: MIT */
/*
 * readdir.c - reading directories.
 *
 * Positions of a directory:
 *
 *	0 "."   1 ".."   2 ... names made here, by d_offset
 *	BACKED + cookie  names behind, by the file system's own cookie
 *
 * BACKED is no larger than what a program with an off_t of 32 bits can take.
 *
 * A name that is both behind and in a pinned dentry is told in the second
 * part, so that changing a file while its directory is read neither hides nor
 * doubles it. Entries are collected in kernel memory and copied out at once:
 * no lock is held over a user access.
 */
#include "internal.h"

#define BACKED		(1ll << 30)
#define DIRENT_BUF	8192u

#define mode_to_dt(mode)	(((mode) & S_IFMT) >> 12)

static int emit_local(struct dentry *dir, struct dir_context *ctx)
{
	struct dentry *d;

	list_for_each_entry(d, &dir->d_children, d_sibling) {
		if (d->d_offset < ctx->pos || d->d_backed || !d->d_inode)
			continue;
		ctx->pos = d->d_offset;
		if (!dir_emit(ctx, d->d_name, d->d_len, d->d_inode->i_ino,
			      mode_to_dt(d->d_inode->i_mode)))
			return 1;
		ctx->pos++;
	}
	return 0;
}

/* Stands between a file system's ->readdir and the caller's actor. */
struct backed_context {
	struct dir_context ctx;
	struct dir_context *to;
	struct dentry *dir;
};

static bool emit_backed(struct dir_context *ctx, const char *name, int len,
			loff_t pos, u64 ino, unsigned int type)
{
	struct backed_context *b = container_of(ctx, struct backed_context,
						ctx);
	const struct qstr q = name_qstr(name, len);
	struct dentry *d = d_lookup(b->dir, &q);
	bool hidden = d && !d->d_inode;
	bool more;

	if (d && d->d_inode) {
		ino = d->d_inode->i_ino;
		type = mode_to_dt(d->d_inode->i_mode);
	}
	dput(d);
	if (hidden)
		return true;
	b->to->pos = BACKED + pos;
	more = dir_emit(b->to, name, len, ino, type);
	return more;
}

static int read_backed(struct dentry *dir, struct dir_context *ctx)
{
	struct inode *inode = dir->d_inode;
	struct backed_context b = {
		.ctx = { .actor = emit_backed },
		.to = ctx,
		.dir = dir,
	};
	int err;

	if (ctx->pos < BACKED)
		ctx->pos = BACKED;
	if (!inode->i_op->readdir || !inode->i_nlink)
		return 0;
	b.ctx.pos = ctx->pos - BACKED;
	err = inode->i_op->readdir(inode, &b.ctx);
	ctx->pos = BACKED + b.ctx.pos;
	return err;
}

int dcache_readdir(struct file *file, struct dir_context *ctx)
{
	struct dentry *dir = file->f_dentry;

	if (ctx->pos == 0) {
		if (!dir_emit(ctx, ".", 1, dir->d_inode->i_ino, DT_DIR))
			return 0;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!dir_emit(ctx, "..", 2, dir->d_parent->d_inode->i_ino,
			      DT_DIR))
			return 0;
		ctx->pos = 2;
	}
	if (ctx->pos < BACKED && emit_local(dir, ctx))
		return 0;
	return read_backed(dir, ctx);
}

/* Is there any name besides "." and ".."? */
struct any_context {
	struct dir_context ctx;
	bool found;
};

static bool emit_any(struct dir_context *ctx, const char *name, int len,
		     loff_t pos, u64 ino, unsigned int type)
{
	container_of(ctx, struct any_context, ctx)->found = true;
	return false;
}

bool d_has_entries(struct dentry *dir)
{
	struct any_context any = { .ctx = { emit_any, 2 } };

	if (!emit_local(dir, &any.ctx))
		read_backed(dir, &any.ctx);
	return any.found;
}

/* ---- getdents(2) and getdents64(2) ------------------------------------- */

struct getdents_context {
	struct dir_context ctx;
	char *buf;
	size_t used, size;
	void *last;			/* the record before */
	int err;
};

/* Room for a record, zeroed; NULL: full. */
static void *next_record(struct getdents_context *g, size_t reclen)
{
	void *de = g->buf + g->used;

	if (reclen > g->size - g->used)
		return NULL;
	memset(de, 0, reclen);
	g->used += reclen;
	g->last = de;
	return de;
}

static bool emit_dirent64(struct dir_context *ctx, const char *name, int len,
			  loff_t pos, u64 ino, unsigned int type)
{
	struct getdents_context *g = container_of(ctx, struct getdents_context,
						  ctx);
	size_t reclen = ALIGN(offsetof(struct linux_dirent64, d_name) + len + 1,
			      sizeof(u64));
	struct linux_dirent64 *de = g->last;

	if (de)
		de->d_off = pos;
	de = next_record(g, reclen);
	if (!de)
		return false;
	de->d_ino = ino;
	de->d_off = pos;
	de->d_reclen = reclen;
	de->d_type = type;
	memcpy(de->d_name, name, len);
	return true;
}

/* Positions are cut to a word, as on Linux. */
static bool emit_dirent(struct dir_context *ctx, const char *name, int len,
			loff_t pos, u64 ino, unsigned int type)
{
	struct getdents_context *g = container_of(ctx, struct getdents_context,
						  ctx);
	size_t reclen = ALIGN(offsetof(struct linux_dirent, d_name) + len + 2,
			      sizeof(long));
	struct linux_dirent *de = g->last;

	if (de)
		de->d_off = pos;
	if ((unsigned long)ino != ino) {
		g->err = -EOVERFLOW;
		return false;
	}
	de = next_record(g, reclen);
	if (!de)
		return false;
	de->d_ino = ino;
	de->d_off = pos;
	de->d_reclen = reclen;
	memcpy(de->d_name, name, len);
	((char *)de)[reclen - 1] = type;
	return true;
}

/* The next position is told in the last record. */
static void end_records(struct getdents_context *g)
{
	if (!g->last)
		return;
	if (g->ctx.actor == emit_dirent64)
		((struct linux_dirent64 *)g->last)->d_off = g->ctx.pos;
	else
		((struct linux_dirent *)g->last)->d_off = g->ctx.pos;
}

static long read_dirents(struct file *file, struct getdents_context *g,
			 char __user *buf)
{
	long err;

	g->buf = kmalloc(DIRENT_BUF, GFP_KERNEL);
	if (!g->buf)
		return -ENOMEM;
	g->ctx.pos = file->f_pos;
	err = file->f_op->iterate_shared(file, &g->ctx);
	end_records(g);
	if (g->used)
		err = copy_to_user(buf, g->buf, g->used) ? -EFAULT :
							   (long)g->used;
	else if (g->err)
		err = g->err;
	else if (!err && g->ctx.pos < BACKED)
		err = -EINVAL;		/* no room for one entry */
	if (err >= 0)
		file->f_pos = g->ctx.pos;
	kfree(g->buf);
	return err;
}

static long getdents(unsigned int fd, char __user *buf,
		     struct getdents_context *g)
{
	struct file *file = fget(fd);
	long err = -ENOTDIR;

	if (!file)
		return -EBADF;
	if (file->f_op->iterate_shared && file->f_inode->i_nlink == 0)
		err = -ENOENT;
	else if (file->f_op->iterate_shared) {
		mutex_lock(&file->f_pos_lock);
		err = read_dirents(file, g, buf);
		mutex_unlock(&file->f_pos_lock);
		inode_touch(file->f_inode, false);
	}
	fput(file);
	return err;
}

SYSCALL_DEFINE3(getdents64, unsigned int, fd, char __user *, buf,
		unsigned int, size)
{
	struct getdents_context g = {
		.ctx = { .actor = emit_dirent64 },
		.size = min(size, DIRENT_BUF),
	};

	return getdents(fd, buf, &g);
}

SYSCALL_DEFINE3(getdents, unsigned int, fd, char __user *, buf,
		unsigned int, size)
{
	struct getdents_context g = {
		.ctx = { .actor = emit_dirent },
		.size = min(size, DIRENT_BUF),
	};

	return getdents(fd, buf, &g);
}
