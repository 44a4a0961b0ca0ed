/* SPDX-License-Identifier: MIT */
/*
 * rw.c - reading and writing files through the page cache.
 *
 *	read:	find the page -> copy_page_to_iter
 *	write:	fault the source in -> lock the page
 *		-> copy_page_from_iter_atomic -> dirty
 *
 * What is read into or written from is an iterator: a program's memory in one
 * piece or several, the kernel's, or (splice) pages.
 *
 * A write must not fault while it holds the page lock: the source may be a
 * mapping of the very page. So the source is touched first and copied with
 * faults disabled; if it went away in between, or if this machine cannot copy
 * without sleeping, the bytes take a detour over a kernel page.
 *
 * A page that is absent from a file without anything behind it is a hole:
 * reading it makes zeros and no page.
 */
#include "internal.h"
#include <octavo/highmem.h>
#include <octavo/pagemap.h>
#include <octavo/vmstat.h>

/* ---- positions --------------------------------------------------------- */

/* The first byte from @off on that is data (or, if not @data, in a hole), which
 * may be behind the end. Data are pages in the cache, and all that is behind
 * the file. */
static loff_t find_data(struct inode *inode, loff_t off, bool data)
{
	const loff_t backed = inode->i_data.a_ops ? inode->i_backed : 0;
	unsigned long index = (unsigned long)(off >> PAGE_SHIFT), at = index;
	loff_t found;

	if (off < backed && data)
		return off;
	if (!data) {
		index = max_t(u64, index, PFN_UP((u64)backed));
		while (xa_load(&inode->i_data.i_pages, index))
			index++;
	} else if (!xa_find(&inode->i_data.i_pages, &index, ULONG_MAX,
			    XA_PRESENT)) {
		return MAX_LFS_FILESIZE;
	}
	found = (loff_t)index << PAGE_SHIFT;
	return index == at ? off : found;
}

loff_t generic_file_llseek(struct file *file, loff_t off, int whence)
{
	loff_t size = i_size_read(file->f_inode);
	loff_t base = 0;

	switch (whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		base = file->f_pos;
		break;
	case SEEK_END:
		base = size;
		break;
	case SEEK_DATA:
	case SEEK_HOLE:
		if (off < 0 || off >= size)
			return -ENXIO;
		off = find_data(file->f_inode, off, whence == SEEK_DATA);
		if (off >= size && whence == SEEK_DATA)
			return -ENXIO;
		off = min(off, size);
		break;
	default:
		return -EINVAL;
	}
	if (__builtin_add_overflow(base, off, &off))
		return -EOVERFLOW;
	if (off < 0 || off > MAX_LFS_FILESIZE)
		return -EINVAL;
	file->f_pos = off;
	return off;
}

/* ---- reading ----------------------------------------------------------- */

/* The page of a read, NULL for a hole, or ERR_PTR. */
static struct page *page_for_read(struct address_space *mapping,
				  unsigned long index)
{
	struct page *page;

	if (mapping->a_ops)
		return read_mapping_page(mapping, index);
	page = find_get_page(mapping, index);
	if (!page || PageUptodate(page))
		return page;
	put_page(page);
	return read_mapping_page(mapping, index);
}

/* Copy up to the end of one page; bytes copied or -errno. */
static ssize_t read_page(struct address_space *mapping, loff_t pos, size_t len,
			 struct iov_iter *to)
{
	size_t off = pos & (PAGE_SIZE - 1), n;
	struct page *page = page_for_read(mapping, pos >> PAGE_SHIFT);

	len = min(len, PAGE_SIZE - off);
	if (IS_ERR(page))
		return PTR_ERR(page);
	if (!page) {
		n = iov_iter_zero(len, to);
	} else {
		n = copy_page_to_iter(page, off, len, to);
		mark_page_accessed(page);
		put_page(page);
	}
	return n ? (ssize_t)n : -EFAULT;
}

struct page *page_to_share(struct address_space *mapping, unsigned long index)
{
	struct page *page = page_for_read(mapping, index);

	if (page)
		return page;
	page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	return page ? page : ERR_PTR(-ENOMEM);
}

static ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct inode *inode = iocb->ki_filp->f_inode;
	ssize_t done = 0, n = 0;

	while (to->count && iocb->ki_pos < inode->i_data.i_size) {
		size_t want = min_t(u64, to->count,
				    inode->i_data.i_size - iocb->ki_pos);

		n = read_page(&inode->i_data, iocb->ki_pos, want, to);
		if (n < 0)
			break;
		done += n;
		iocb->ki_pos += n;
	}
	if (!(iocb->ki_filp->f_flags & O_NOATIME))
		inode_touch(inode, false);
	return done ? done : n;
}

ssize_t kernel_read(struct file *file, void *buf, size_t len, loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *pos };
	const struct kvec vec = { buf, len };
	struct iov_iter iter;
	ssize_t n;

	if (!file->f_op->read_iter)
		return -EINVAL;
	iov_iter_kvec(&iter, ITER_DEST, &vec, 1, len);
	n = file->f_op->read_iter(&iocb, &iter);
	*pos = iocb.ki_pos;
	return n;
}

/* ---- writing ----------------------------------------------------------- */

/* One write into one page. */
struct page_write {
	struct address_space *mapping;
	loff_t pos;
	size_t len;			/* does not cross the page's end */
	struct iov_iter *from;
};

/* Fill the locked page; bytes that arrived. */
static size_t fill_page(struct page *page, const struct page_write *w)
{
	size_t n = copy_page_from_iter_atomic(page, w->pos & (PAGE_SIZE - 1),
					      w->len, w->from);

	/* The rest of the page is undefined. */
	if (n < w->len && !PageUptodate(page)) {
		iov_iter_revert(w->from, n);
		n = 0;
	}
	return n;
}

/*
 * Files written here stay in memory. They may have three quarters of it, so
 * that the program that fills them up can still run and say so.
 */
static bool has_space(struct address_space *mapping, unsigned long index)
{
	unsigned long ram = totalram_pages();
	struct page *page;
	bool dirty;

	if (likely(vm_stat(NR_FILE_DIRTY) < ram - ram / 4))
		return true;
	page = find_get_page(mapping, index);
	dirty = page && PageDirty(page);
	if (page)
		put_page(page);
	return dirty;
}

static ssize_t write_page(const struct page_write *w)
{
	unsigned long index = w->pos >> PAGE_SHIFT;
	bool full = w->len == PAGE_SIZE;
	struct page *page;
	size_t n;

	if (!has_space(w->mapping, index))
		return -ENOSPC;
	page = grab_cache_page_write(w->mapping, index, full);
	if (IS_ERR(page))
		return PTR_ERR(page);
	n = fill_page(page, w);
	if (n) {
		SetPageUptodate(page);
		set_page_dirty(page);
	}
	if (w->pos + (loff_t)n > w->mapping->i_size)
		w->mapping->i_size = w->pos + n;
	unlock_page(page);
	mark_page_accessed(page);
	put_page(page);
	return n;
}

/* By way of a kernel page: the copy may fault and sleep. */
static ssize_t write_page_detour(const struct page_write *w)
{
	struct page_write again = *w;
	struct iov_iter iter;
	struct kvec vec;
	ssize_t n = -EFAULT;

	vec.iov_base = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!vec.iov_base)
		return -ENOMEM;
	vec.iov_len = copy_from_iter(vec.iov_base, w->len, w->from);
	again.len = vec.iov_len;
	again.from = &iter;
	iov_iter_kvec(&iter, ITER_SOURCE, &vec, 1, vec.iov_len);
	if (vec.iov_len)
		n = write_page(&again);
	iov_iter_revert(w->from, iter.count);
	kfree(vec.iov_base);
	return n;
}

static ssize_t write_some(const struct page_write *w)
{
	ssize_t n;

	if (fault_in_iov_iter_readable(w->from, w->len) == w->len)
		return -EFAULT;
	n = write_page(w);
	return n ? n : write_page_detour(w);
}

/* May the running task write at @pos? As many bytes as its limit still has. */
static s64 room_for_writes(loff_t pos)
{
	struct task *task = task_running();
	u64 limit = task ? task->signal->rlim[RLIMIT_FSIZE].rlim_cur :
			   RLIM_INFINITY;

	if (limit > (u64)MAX_LFS_FILESIZE)
		return MAX_LFS_FILESIZE;
	if ((u64)pos < limit)
		return (s64)limit - pos;
	send_signal(task, SIGXFSZ);
	return -EFBIG;
}

/* Where a write begins and how much of it may be; 0 or -errno. */
static ssize_t write_limits(struct file *file, size_t *len, loff_t *pos)
{
	const loff_t max = file_max_size(file);
	s64 room;

	if (file->f_flags & O_APPEND)
		*pos = i_size_read(file->f_inode);
	if (!*len)
		return 0;
	room = room_for_writes(*pos);
	if (room >= 0 && *pos >= max)
		room = -EFBIG;
	if (room < 0)
		return (ssize_t)room;
	*len = min_t(u64, *len, min(room, max - *pos));
	return file->f_inode->i_seals ? sealed_write(file, *pos, len) : 0;
}

static ssize_t write_locked(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	ssize_t done = 0, n;
	size_t len = from->count;

	n = write_limits(file, &len, &iocb->ki_pos);
	if (n)
		return n;
	iov_iter_truncate(from, len);
	if (!file->f_dentry->d_pinned)
		d_pin(file->f_dentry);
	inode_drop_setid(file->f_inode);
	while (from->count) {
		const size_t off = iocb->ki_pos & (PAGE_SIZE - 1);
		const struct page_write w = {
			.mapping = &file->f_inode->i_data,
			.pos = iocb->ki_pos,
			.len = min(from->count, PAGE_SIZE - off),
			.from = from,
		};

		n = write_some(&w);
		if (n <= 0)
			break;
		done += n;
		iocb->ki_pos += n;
	}
	if (done)
		inode_touch(file->f_inode, true);
	return done ? done : n;
}

static ssize_t generic_file_write_iter(struct kiocb *iocb,
				       struct iov_iter *from)
{
	struct inode *inode = iocb->ki_filp->f_inode;
	ssize_t n;

	down_write(&inode->i_rwsem);
	n = write_locked(iocb, from);
	up_write(&inode->i_rwsem);
	return n;
}

ssize_t kernel_write(struct file *file, const void *buf, size_t len,
		     loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *pos };
	const struct kvec vec = { (void *)buf, len };
	struct iov_iter iter;
	ssize_t n;

	if (!file->f_op->write_iter)
		return -EINVAL;
	iov_iter_kvec(&iter, ITER_SOURCE, &vec, 1, len);
	n = file->f_op->write_iter(&iocb, &iter);
	*pos = iocb.ki_pos;
	return n;
}

int do_truncate(struct dentry *dentry, loff_t size)
{
	struct inode *inode = dentry->d_inode;

	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(inode->i_mode) || size < 0)
		return -EINVAL;
	if (size > MAX_LFS_FILESIZE)
		return -EFBIG;
	if (inode->i_seals && sealed_resize(inode, size))
		return -EPERM;
	if (size > i_size_read(inode) && room_for_writes(size - 1) < 0)
		return -EFBIG;
	/* What functions answer for (/proc, /sys) has no size to change, and a
	 * pinned entry would outlive what it stands for. */
	if (dentry->d_sb->s_nocache)
		return 0;
	down_write(&inode->i_rwsem);
	d_pin(dentry);
	if (size < i_size_read(inode)) {
		i_size_write(inode, size);
		inode->i_backed = min(inode->i_backed, size);
		truncate_inode_pages(&inode->i_data, size);
	}
	i_size_write(inode, size);
	inode_drop_setid(inode);
	inode_touch(inode, true);
	up_write(&inode->i_rwsem);
	return 0;
}

/* Zeros into a part of one page, if there is such a page. */
static void zero_part(struct address_space *mapping, loff_t from, loff_t to)
{
	const unsigned long off = (unsigned long)from & ~PAGE_MASK;
	struct page *page;
	char *addr;

	if (from >= to)
		return;
	page = find_get_page(mapping, (unsigned long)((u64)from >> PAGE_SHIFT));
	if (!page)
		return;
	lock_page(page);
	if (page->mapping == mapping) {
		addr = kmap_local_page(page);
		memset(addr + off, 0, (size_t)(to - from));
		kunmap_local(addr);
		set_page_dirty(page);
	}
	unlock_page(page);
	put_page(page);
}

int do_punch_hole(struct file *file, loff_t off, loff_t len)
{
	struct inode *inode = file->f_inode;
	struct address_space *mapping = &inode->i_data;
	const loff_t end = min(off + len, i_size_read(inode));
	const loff_t first = (loff_t)(((u64)off + PAGE_SIZE - 1) &
				      ~(u64)(PAGE_SIZE - 1));
	const loff_t last = (loff_t)((u64)end & ~(u64)(PAGE_SIZE - 1));

	if (inode->i_seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	/* What is read from elsewhere would come back. */
	if (mapping->a_ops && off < inode->i_backed)
		return -EOPNOTSUPP;
	down_write(&inode->i_rwsem);
	if (off < end) {
		zero_part(mapping, off, min(first, end));
		if (last >= first)
			zero_part(mapping, last, end);
	}
	if (first < last)
		truncate_inode_pages_range(mapping,
					   (unsigned long)(first >> PAGE_SHIFT),
					   (unsigned long)(last >> PAGE_SHIFT) - 1);
	inode_touch(inode, true);
	up_write(&inode->i_rwsem);
	return 0;
}

/* ---- what every read and write goes through ---------------------------- */

/* One piece of user memory of a file that reads or writes any. */
static ssize_t by_iter(const struct file_operations *fops, struct file *file,
		       struct iov_iter *iter, loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *pos };
	ssize_t n;

	n = iov_iter_rw(iter) == WRITE ? fops->write_iter(&iocb, iter) :
					 fops->read_iter(&iocb, iter);
	*pos = iocb.ki_pos;
	return n;
}

ssize_t file_read_by(const struct file_operations *fops, struct file *file,
		     char __user *buf, size_t len, loff_t *pos)
{
	struct iov_iter iter;

	if (fops->read)
		return fops->read(file, buf, len, pos);
	if (!fops->read_iter)
		return -EINVAL;
	iov_iter_ubuf(&iter, ITER_DEST, buf, len);
	return by_iter(fops, file, &iter, pos);
}

ssize_t file_write_by(const struct file_operations *fops, struct file *file,
		      const char __user *buf, size_t len, loff_t *pos)
{
	struct iov_iter iter;

	if (fops->write)
		return fops->write(file, buf, len, pos);
	if (!fops->write_iter)
		return -EINVAL;
	iov_iter_ubuf(&iter, ITER_SOURCE, (char __user *)buf, len);
	return by_iter(fops, file, &iter, pos);
}

ssize_t file_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct iov_iter iter;

	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (unlikely(!file->f_op->read && !file->f_op->read_iter))
		return S_ISDIR(file->f_inode->i_mode) ? -EISDIR : -EINVAL;
	if (unlikely(!access_ok(buf, len)))
		return -EFAULT;
	if (unlikely((ssize_t)len < 0))
		return -EINVAL;
	len = min(len, MAX_RW_COUNT);
	if (likely(file->f_op->read))
		return file->f_op->read(file, buf, len, pos);
	iov_iter_ubuf(&iter, ITER_DEST, buf, len);
	return by_iter(file->f_op, file, &iter, pos);
}

ssize_t file_write(struct file *file, const char __user *buf, size_t len,
		   loff_t *pos)
{
	struct iov_iter iter;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (unlikely(!file->f_op->write && !file->f_op->write_iter))
		return -EINVAL;
	if (!access_ok(buf, len))
		return -EFAULT;
	if ((ssize_t)len < 0)
		return -EINVAL;
	len = min(len, MAX_RW_COUNT);
	if (likely(file->f_op->write))
		return file->f_op->write(file, buf, len, pos);
	iov_iter_ubuf(&iter, ITER_SOURCE, (char __user *)buf, len);
	return by_iter(file->f_op, file, &iter, pos);
}

/* ---- mappings ---------------------------------------------------------- */

const struct vm_operations_struct generic_file_vm_ops = {
	.fault	= filemap_fault,
};

loff_t no_llseek(struct file *file, loff_t off, int whence)
{
	return -ESPIPE;
}

loff_t noop_llseek(struct file *file, loff_t off, int whence)
{
	return file->f_pos;
}

static loff_t dir_llseek(struct file *file, loff_t off, int whence)
{
	if (whence == SEEK_CUR)
		off += file->f_pos;
	if (whence == SEEK_END || off < 0)
		return -EINVAL;
	file->f_pos = off;
	return off;
}

const struct file_operations generic_file_operations = {
	.llseek		= generic_file_llseek,
	.read_iter	= generic_file_read_iter,
	.write_iter	= generic_file_write_iter,
	.splice_read	= generic_splice_read,
};

const struct file_operations generic_dir_operations = {
	.llseek		= dir_llseek,
	.iterate_shared	= dcache_readdir,
};

const struct file_operations no_file_operations = {
	.llseek = no_llseek,
};
