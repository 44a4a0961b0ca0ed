// SPDX-License-Identifier: MIT
/*
 * memo.c - devices that keep what is written to them: /dev/memo0, memo1, ...
 *
 * The bytes lie in quanta, pieces of the same size, which an xarray finds by
 * their number. A quantum is made when its first byte is written; where none
 * is, zeros are read.
 *
 *	size 9000, quantum 4000:   [0: 4000][1: hole][2: 1000 used]
 *
 * Opening a device for writing only empties it, as a shell's > expects.
 *
 * Locking: memo->lock guards size and quanta; user memory is copied under it,
 * which may sleep.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/xarray.h>
#include "memo.h"

#define MEMO_MAX_DEVICES	16

static unsigned int devices = 4;
module_param(devices, uint, 0444);
MODULE_PARM_DESC(devices, "how many devices, 1 to 16");

static unsigned int quantum = 4000;
module_param(quantum, uint, 0444);
MODULE_PARM_DESC(quantum, "bytes that are allocated at a time");

static unsigned int limit = 1 << 20;
module_param(limit, uint, 0644);
MODULE_PARM_DESC(limit, "bytes that one device can keep");

struct memo {
	struct mutex lock;
	struct xarray quanta;		/* number -> quantum bytes */
	loff_t size;
	struct cdev cdev;
};

static struct memo memos[MEMO_MAX_DEVICES];
static struct class *memo_class;
static dev_t memo_first;

/* ---- the bytes --------------------------------------------------------------- */

static void memo_trim(struct memo *memo)
{
	unsigned long nr;
	void *piece;

	xa_for_each(&memo->quanta, nr, piece)
		kfree(piece);
	xa_destroy(&memo->quanta);
	memo->size = 0;
}

/* The piece with that number, made if it is not there yet; or ERR_PTR. */
static char *memo_piece(struct memo *memo, unsigned long nr)
{
	char *piece = xa_load(&memo->quanta, nr);
	int err;

	if (piece)
		return piece;
	piece = kzalloc(quantum, GFP_KERNEL);
	if (!piece)
		return ERR_PTR(-ENOMEM);
	err = xa_err(xa_store(&memo->quanta, nr, piece, GFP_KERNEL));
	if (err) {
		kfree(piece);
		return ERR_PTR(err);
	}
	return piece;
}

/* How many of @len bytes from @pos on lie in one piece, which is *@nr, and
 * where they begin in it. */
static size_t memo_part(loff_t pos, size_t len, unsigned long *nr, u32 *offset)
{
	*nr = div_u64_rem(pos, quantum, offset);
	return min_t(size_t, len, quantum - *offset);
}

static int memo_read_part(struct memo *memo, char __user *buf, size_t len,
			  loff_t pos)
{
	unsigned long nr;
	u32 offset;
	size_t part = memo_part(pos, len, &nr, &offset);
	const char *piece = xa_load(&memo->quanta, nr);

	if (piece ? copy_to_user(buf, piece + offset, part) :
		    clear_user(buf, part))
		return -EFAULT;
	return part;
}

static int memo_write_part(struct memo *memo, const char __user *buf,
			   size_t len, loff_t pos)
{
	unsigned long nr;
	u32 offset;
	size_t part = memo_part(pos, len, &nr, &offset);
	char *piece = memo_piece(memo, nr);

	if (IS_ERR(piece))
		return PTR_ERR(piece);
	if (copy_from_user(piece + offset, buf, part))
		return -EFAULT;
	return part;
}

/* ---- the device ---------------------------------------------------------------- */

static int memo_open(struct inode *inode, struct file *file)
{
	struct memo *memo = container_of(inode->i_cdev, struct memo, cdev);

	file->private_data = memo;
	if ((file->f_flags & O_ACCMODE) != O_WRONLY)
		return 0;
	if (mutex_lock_interruptible(&memo->lock))
		return -ERESTARTSYS;
	memo_trim(memo);
	mutex_unlock(&memo->lock);
	return 0;
}

static ssize_t memo_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	struct memo *memo = file->private_data;
	ssize_t done = 0;
	int part = 0;

	if (mutex_lock_interruptible(&memo->lock))
		return -ERESTARTSYS;
	if (*pos < memo->size)
		len = min_t(loff_t, len, memo->size - *pos);
	else
		len = 0;
	while ((size_t)done < len) {
		part = memo_read_part(memo, buf + done, len - done, *pos);
		if (part < 0)
			break;
		done += part;
		*pos += part;
	}
	mutex_unlock(&memo->lock);
	return done ? done : part;
}

static ssize_t memo_write(struct file *file, const char __user *buf, size_t len,
			  loff_t *pos)
{
	struct memo *memo = file->private_data;
	ssize_t done = 0;
	int part = 0;

	if (mutex_lock_interruptible(&memo->lock))
		return -ERESTARTSYS;
	if (file->f_flags & O_APPEND)
		*pos = memo->size;
	if (len && *pos >= limit)
		part = -ENOSPC;
	len = part ? 0 : min_t(loff_t, len, limit - *pos);
	while ((size_t)done < len) {
		part = memo_write_part(memo, buf + done, len - done, *pos);
		if (part < 0)
			break;
		done += part;
		*pos += part;
		memo->size = max(memo->size, *pos);
	}
	mutex_unlock(&memo->lock);
	return done ? done : part;
}

static loff_t memo_llseek(struct file *file, loff_t off, int whence)
{
	struct memo *memo = file->private_data;

	return generic_file_llseek_size(file, off, whence, limit, memo->size);
}

static long memo_stat(struct memo *memo, struct memo_stat __user *to)
{
	struct memo_stat st = { .quantum = quantum };
	unsigned long nr;
	void *piece;

	if (mutex_lock_interruptible(&memo->lock))
		return -ERESTARTSYS;
	st.size = memo->size;
	xa_for_each(&memo->quanta, nr, piece)
		st.nr_quanta++;
	mutex_unlock(&memo->lock);
	return copy_to_user(to, &st, sizeof(st)) ? -EFAULT : 0;
}

static long memo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct memo *memo = file->private_data;

	switch (cmd) {
	case MEMO_STAT:
		return memo_stat(memo, (struct memo_stat __user *)arg);
	case MEMO_TRIM:
		if (!(file->f_mode & FMODE_WRITE))
			return -EBADF;
		if (mutex_lock_interruptible(&memo->lock))
			return -ERESTARTSYS;
		memo_trim(memo);
		mutex_unlock(&memo->lock);
		return 0;
	default:
		return -ENOTTY;
	}
}

static const struct file_operations memo_fops = {
	.owner		= THIS_MODULE,
	.open		= memo_open,
	.read		= memo_read,
	.write		= memo_write,
	.llseek		= memo_llseek,
	.unlocked_ioctl	= memo_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

/* ---- coming and going ------------------------------------------------------------ */

static int memo_add(unsigned int nr)
{
	struct memo *memo = &memos[nr];
	struct device *dev;
	int err;

	mutex_init(&memo->lock);
	xa_init(&memo->quanta);
	cdev_init(&memo->cdev, &memo_fops);
	memo->cdev.owner = THIS_MODULE;
	err = cdev_add(&memo->cdev, memo_first + nr, 1);
	if (err)
		return err;
	dev = device_create(memo_class, NULL, memo_first + nr, NULL, "memo%u",
			    nr);
	if (IS_ERR(dev)) {
		cdev_del(&memo->cdev);
		return PTR_ERR(dev);
	}
	return 0;
}

static void memo_remove(unsigned int nr)
{
	struct memo *memo = &memos[nr];

	device_destroy(memo_class, memo_first + nr);
	cdev_del(&memo->cdev);
	memo_trim(memo);
	mutex_destroy(&memo->lock);
}

static int memo_add_all(void)
{
	unsigned int nr;
	int err;

	for (nr = 0; nr < devices; nr++) {
		err = memo_add(nr);
		if (err) {
			while (nr--)
				memo_remove(nr);
			return err;
		}
	}
	return 0;
}

/* The module is no argument since Linux 6.4. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define memo_make_class()	class_create("memo")
#else
#define memo_make_class()	class_create(THIS_MODULE, "memo")
#endif

static int __init memo_init(void)
{
	int err;

	if (devices < 1 || devices > MEMO_MAX_DEVICES || !quantum) {
		pr_err("memo: 1 to %d devices, a quantum of 1 or more\n",
		       MEMO_MAX_DEVICES);
		return -EINVAL;
	}
	err = alloc_chrdev_region(&memo_first, 0, devices, "memo");
	if (err)
		return err;
	memo_class = memo_make_class();
	if (IS_ERR(memo_class)) {
		err = PTR_ERR(memo_class);
		goto no_class;
	}
	err = memo_add_all();
	if (err)
		goto no_devices;
	return 0;

no_devices:
	class_destroy(memo_class);
no_class:
	unregister_chrdev_region(memo_first, devices);
	return err;
}

static void __exit memo_exit(void)
{
	unsigned int nr;

	for (nr = 0; nr < devices; nr++)
		memo_remove(nr);
	class_destroy(memo_class);
	unregister_chrdev_region(memo_first, devices);
}

module_init(memo_init);
module_exit(memo_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Devices that keep what is written to them");
