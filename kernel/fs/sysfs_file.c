/* SPDX-License-Identifier: MIT */
/*
 * sysfs_file.c - what reading and writing attributes does, see octavo/sysfs.h.
 *
 * The text of an attribute is made when it is read from position 0; later reads
 * give the rest of the same text.
 *
 * Locking: an open file has a lock; the functions of one file may run at once
 * for several open ones.
 */
#include "../internal.h"
#include <octavo/kobject.h>
#include "internal.h"

#define ANY_POLL	(POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM)

/* An attribute that is open. */
struct sysfs_open {
	struct mutex lock;
	char *text;			/* a page, or NULL */
	size_t len;			/* bytes of it */
	unsigned int events;		/* told to poll(2) */
};

static struct kobject *kobj_of(const struct file *file)
{
	return file->f_inode->i_node->owner;
}

static const struct sysfs_ops *ops_of(const struct file *file)
{
	const struct kobject *kobj = kobj_of(file);

	return kobj->ktype ? kobj->ktype->sysfs_ops : NULL;
}

/* ---- opening -------------------------------------------------------------------- */

/* Root, too, may only do what the mode says. */
static bool may_open(const struct file *file, bool can_read, bool can_write)
{
	const umode_t mode = file->f_inode->i_mode;

	if (file->f_mode & FMODE_READ && !(mode & S_IRUGO && can_read))
		return false;
	return !(file->f_mode & FMODE_WRITE) || (mode & S_IWUGO && can_write);
}

static int open_any(struct file *file)
{
	struct sysfs_open *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return -ENOMEM;
	mutex_init(&o->lock);
	o->events = READ_ONCE(file->f_inode->i_node->events);
	file->private_data = o;
	return 0;
}

static int attr_open(struct inode *inode, struct file *file)
{
	const struct sysfs_ops *ops = ops_of(file);

	if (WARN(!ops, "sysfs: the type of '%s' has no sysfs_ops\n",
		 kobj_of(file)->name))
		return -EACCES;
	return may_open(file, ops->show, ops->store) ? open_any(file) : -EACCES;
}

static int sys_release(struct inode *inode, struct file *file)
{
	struct sysfs_open *o = file->private_data;

	free_page((unsigned long)o->text);
	kfree(o);
	return 0;
}

/* ---- attributes ------------------------------------------------------------------ */

static ssize_t fill(struct file *file, struct sysfs_open *o)
{
	struct attribute *attr = file->f_inode->i_private;
	ssize_t len;

	if (!o->text)
		o->text = (char *)get_zeroed_page(GFP_KERNEL);
	if (!o->text)
		return -ENOMEM;
	memset(o->text, 0, PAGE_SIZE);
	o->len = 0;
	o->events = READ_ONCE(file->f_inode->i_node->events);
	len = ops_of(file)->show(kobj_of(file), attr, o->text);
	if (len >= (ssize_t)PAGE_SIZE) {
		pr_err("sysfs: the show function of '%s' says %ld bytes, more than a page\n",
		       attr->name, len);
		len = PAGE_SIZE - 1;
	}
	if (len > 0)
		o->len = (size_t)len;
	return len;
}

static ssize_t attr_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	struct sysfs_open *o = file->private_data;
	ssize_t n = 0;

	mutex_lock(&o->lock);
	if (!*pos || !o->text)
		n = fill(file, o);
	if (n >= 0)
		n = simple_read_from_buffer(buf, len, pos, o->text, o->len);
	mutex_unlock(&o->lock);
	return n;
}

/* Up to a page of what a program writes, with NUL behind; or ERR_PTR. */
static char *get_text(const char __user *buf, size_t len)
{
	char *text = kmalloc(len + 1, GFP_KERNEL);

	if (!text)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(text, buf, len)) {
		kfree(text);
		return ERR_PTR(-EFAULT);
	}
	text[len] = 0;
	return text;
}

static ssize_t attr_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	struct sysfs_open *o = file->private_data;
	struct attribute *attr = file->f_inode->i_private;
	ssize_t n;
	char *text;

	len = min(len, PAGE_SIZE);
	if (!len)
		return 0;
	text = get_text(buf, len);
	if (IS_ERR(text))
		return PTR_ERR(text);
	mutex_lock(&o->lock);
	n = ops_of(file)->store(kobj_of(file), attr, text, len);
	mutex_unlock(&o->lock);
	kfree(text);
	if (n > 0)
		*pos += n;
	return n;
}

static __poll_t attr_poll(struct file *file, struct poll_table_struct *pt)
{
	struct kernfs_node *node = file->f_inode->i_node;
	struct sysfs_open *o = file->private_data;

	poll_wait(file, &node->poll_wait, pt);
	return ANY_POLL | (o->events != READ_ONCE(node->events) ?
			   POLLERR | POLLPRI : 0);
}

static const struct file_operations attr_operations = {
	.open = attr_open, .release = sys_release, .read = attr_read,
	.write = attr_write, .poll = attr_poll, .llseek = generic_file_llseek,
};

/* ---- binary attributes ------------------------------------------------------------- */

static struct bin_attribute *bin_of(const struct file *file)
{
	return file->f_inode->i_private;
}

static int bin_open(struct inode *inode, struct file *file)
{
	const struct bin_attribute *bin = bin_of(file);

	if (!may_open(file, bin->read || bin->mmap, bin->write || bin->mmap))
		return -EACCES;
	return open_any(file);
}

/* What of @count bytes at @pos is there; 0: nothing. */
static size_t bin_part(const struct bin_attribute *bin, loff_t pos,
		       size_t count)
{
	count = min(count, PAGE_SIZE);
	if (!bin->size)
		return count;
	if (pos >= (loff_t)bin->size)
		return 0;
	return min_t(u64, count, bin->size - (u64)pos);
}

static ssize_t bin_read(struct file *file, char __user *buf, size_t len,
			loff_t *pos)
{
	struct bin_attribute *bin = bin_of(file);
	size_t part = bin_part(bin, *pos, len);
	ssize_t n;
	char *data;

	if (!part)
		return 0;
	if (!bin->read)
		return -EIO;
	data = kzalloc(part, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	n = bin->read(file, kobj_of(file), bin, data, *pos, part);
	if (n > 0 && copy_to_user(buf, data, min_t(size_t, (size_t)n, part)))
		n = -EFAULT;
	if (n > 0)
		*pos += n;
	kfree(data);
	return n;
}

static ssize_t bin_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	struct bin_attribute *bin = bin_of(file);
	size_t part = bin_part(bin, *pos, len);
	ssize_t n;
	char *data;

	if (bin->size && len && *pos >= (loff_t)bin->size)
		return -EFBIG;
	if (!part)
		return 0;
	if (!bin->write)
		return -EIO;
	data = get_text(buf, part);
	if (IS_ERR(data))
		return PTR_ERR(data);
	n = bin->write(file, kobj_of(file), bin, data, *pos, part);
	if (n > 0)
		*pos += n;
	kfree(data);
	return n;
}

static int bin_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct bin_attribute *bin = bin_of(file);

	return bin->mmap ? bin->mmap(file, kobj_of(file), bin, vma) : -ENODEV;
}

static loff_t bin_llseek(struct file *file, loff_t off, int whence)
{
	struct bin_attribute *bin = bin_of(file);

	return bin->llseek ?
		bin->llseek(file, kobj_of(file), bin, off, whence) :
		generic_file_llseek(file, off, whence);
}

static const struct file_operations bin_operations = {
	.open = bin_open, .release = sys_release, .read = bin_read,
	.write = bin_write, .mmap = bin_mmap, .llseek = bin_llseek,
};

/* ---- making and removing -------------------------------------------------------------- */

int sysfs_add_file(struct kernfs_node *dir, struct kobject *kobj,
		   const struct attribute *attr, umode_t mode)
{
	struct kernfs_node *node;

	if (!dir)
		return -ENOENT;
	node = kernfs_create(dir, &(struct kernfs_what){
		.name = attr->name, .mode = S_IFREG | (mode & 0777),
		.size = PAGE_SIZE, .fops = &attr_operations,
		.priv = (void *)attr, .owner = kobj, .gone = -ENODEV,
	});
	if (PTR_ERR_OR_ZERO(node) == -EEXIST)
		pr_warn("sysfs: cannot make '%s' of '%s': there is one of that name\n",
			attr->name, kobj->name);
	return PTR_ERR_OR_ZERO(node);
}

int sysfs_add_bin_file(struct kernfs_node *dir, struct kobject *kobj,
		       const struct bin_attribute *bin, umode_t mode)
{
	struct kernfs_node *node;

	if (!dir)
		return -ENOENT;
	node = kernfs_create(dir, &(struct kernfs_what){
		.name = bin->attr.name, .mode = S_IFREG | (mode & 0777),
		.size = (loff_t)bin->size, .fops = &bin_operations,
		.priv = (void *)bin, .owner = kobj, .gone = -ENODEV,
	});
	return PTR_ERR_OR_ZERO(node);
}

int sysfs_create_file(struct kobject *kobj, const struct attribute *attr)
{
	if (WARN(!kobj || !attr || !attr->name, "sysfs_create_file: nothing\n"))
		return -EINVAL;
	return sysfs_add_file(kobj->sd, kobj, attr, attr->mode);
}

int sysfs_create_files(struct kobject *kobj,
		       const struct attribute *const *attrs)
{
	int err = 0;
	size_t n = 0;

	for (; attrs[n] && !err; n++)
		err = sysfs_create_file(kobj, attrs[n]);
	if (err)
		for (n--; n > 0; n--)
			sysfs_remove_file(kobj, attrs[n - 1]);
	return err;
}

void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr)
{
	if (kobj->sd)
		kernfs_remove_by_name(kobj->sd, attr->name);
}

void sysfs_remove_files(struct kobject *kobj,
			const struct attribute *const *attrs)
{
	for (; *attrs; attrs++)
		sysfs_remove_file(kobj, *attrs);
}

bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attr)
{
	struct kernfs_node *node = kobj->sd ? kernfs_find(kobj->sd, attr->name) :
					      NULL;
	bool mine = node && kernfs_remove_self(node);

	kernfs_put(node);
	return mine;
}

int sysfs_chmod_file(struct kobject *kobj, const struct attribute *attr,
		     umode_t mode)
{
	struct kernfs_node *node = kobj->sd ? kernfs_find(kobj->sd, attr->name) :
					      NULL;

	if (!node)
		return -ENOENT;
	node->mode = (node->mode & S_IFMT) | (mode & S_IALLUGO);
	kernfs_put(node);
	return 0;
}

int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *bin)
{
	if (WARN(!kobj || !bin || !bin->attr.name,
		 "sysfs_create_bin_file: nothing\n"))
		return -EINVAL;
	return sysfs_add_bin_file(kobj->sd, kobj, bin, bin->attr.mode);
}

void sysfs_remove_bin_file(struct kobject *kobj,
			   const struct bin_attribute *bin)
{
	sysfs_remove_file(kobj, &bin->attr);
}

void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr)
{
	struct kernfs_node *at = kernfs_get(kobj->sd), *next;

	if (at && dir) {
		next = kernfs_find(at, dir);
		kernfs_put(at);
		at = next;
	}
	if (at && attr) {
		next = kernfs_find(at, attr);
		kernfs_put(at);
		at = next;
	}
	if (at)
		kernfs_notify(at);
	kernfs_put(at);
}

/* ---- printing ---------------------------------------------------------------------------- */

static int emit(char *buf, int at, const char *fmt, va_list args)
{
	const int room = (int)PAGE_SIZE - at;

	return min(vsnprintf(buf + at, (size_t)room, fmt, args), room - 1);
}

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(!buf || (unsigned long)buf & ~PAGE_MASK,
		 "sysfs_emit: not the beginning of a page\n"))
		return 0;
	va_start(args, fmt);
	len = emit(buf, 0, fmt, args);
	va_end(args);
	return len;
}

int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(!buf || (unsigned long)buf & ~PAGE_MASK || at < 0 ||
		 at >= (int)PAGE_SIZE, "sysfs_emit_at: not within a page\n"))
		return 0;
	va_start(args, fmt);
	len = emit(buf, at, fmt, args);
	va_end(args);
	return len;
}
