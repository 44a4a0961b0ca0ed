// SPDX-License-Identifier: MIT
/*
 * frame.c - /dev/frame: pages that programs map, as they would the memory of a
 * screen. All who map it see the same bytes; read(2) and write(2) see them,
 * too.
 *
 * A page is made when it is first touched, by the fault handler, which is what
 * a mapping of many pages of which few are used asks for.
 *
 *	mmap -> nothing yet; touch -> frame_fault() -> frame_page() -> page
 *
 * Locking: frame.lock guards the table; a page stays in it until the module
 * goes, which no mapping outlives: it holds the file open.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "frame.h"

static unsigned int pages = 64;
module_param(pages, uint, 0444);
MODULE_PARM_DESC(pages, "pages that the device has, 1 to 65536");

static struct {
	struct mutex lock;
	struct page **page;		/* NULL: not touched yet */
} frame;

/* The page with that number, made if need be; NULL without memory. It may lie
 * in high memory. */
static struct page *frame_page(unsigned long nr)
{
	struct page *page;

	mutex_lock(&frame.lock);
	if (!frame.page[nr])
		frame.page[nr] = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	page = frame.page[nr];
	mutex_unlock(&frame.lock);
	return page;
}

static vm_fault_t frame_fault(struct vm_fault *vmf)
{
	struct page *page;

	if (vmf->pgoff >= pages)
		return VM_FAULT_SIGBUS;
	page = frame_page(vmf->pgoff);
	if (!page)
		return VM_FAULT_OOM;
	get_page(page);
	vmf->page = page;
	return 0;
}

static const struct vm_operations_struct frame_vm_ops = {
	.fault = frame_fault,
};

static int frame_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (vma->vm_pgoff >= pages || vma_pages(vma) > pages - vma->vm_pgoff)
		return -EINVAL;
	vma->vm_ops = &frame_vm_ops;
	return 0;
}

/* Copy a part of one page to the program. */
static int frame_read_part(char __user *buf, size_t len, loff_t pos)
{
	struct page *page = frame_page(pos >> PAGE_SHIFT);
	size_t part = min_t(size_t, len, PAGE_SIZE - offset_in_page(pos));
	unsigned long left;
	char *addr;

	if (!page)
		return -ENOMEM;
	addr = kmap_local_page(page);
	left = copy_to_user(buf, addr + offset_in_page(pos), part);
	kunmap_local(addr);
	return left ? -EFAULT : part;
}

static int frame_write_part(const char __user *buf, size_t len, loff_t pos)
{
	struct page *page = frame_page(pos >> PAGE_SHIFT);
	size_t part = min_t(size_t, len, PAGE_SIZE - offset_in_page(pos));
	unsigned long left;
	char *addr;

	if (!page)
		return -ENOMEM;
	addr = kmap_local_page(page);
	left = copy_from_user(addr + offset_in_page(pos), buf, part);
	kunmap_local(addr);
	return left ? -EFAULT : part;
}

static ssize_t frame_read(struct file *file, char __user *buf, size_t len,
			  loff_t *pos)
{
	loff_t end = (loff_t)pages << PAGE_SHIFT;
	size_t done = 0;
	int part = 0;

	len = *pos < end ? min_t(loff_t, len, end - *pos) : 0;
	while (done < len) {
		part = frame_read_part(buf + done, len - done, *pos);
		if (part < 0)
			break;
		done += part;
		*pos += part;
	}
	return done ? done : part;
}

static ssize_t frame_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	loff_t end = (loff_t)pages << PAGE_SHIFT;
	size_t done = 0;
	int part = 0;

	if (len && *pos >= end)
		return -ENOSPC;
	len = min_t(loff_t, len, end - *pos);
	while (done < len) {
		part = frame_write_part(buf + done, len - done, *pos);
		if (part < 0)
			break;
		done += part;
		*pos += part;
	}
	return done ? done : part;
}

static loff_t frame_llseek(struct file *file, loff_t off, int whence)
{
	return fixed_size_llseek(file, off, whence, (loff_t)pages << PAGE_SHIFT);
}

static long frame_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct frame_info info = { .pages = pages };
	unsigned int nr;

	if (cmd != FRAME_INFO)
		return -ENOTTY;
	mutex_lock(&frame.lock);
	for (nr = 0; nr < pages; nr++)
		info.present += frame.page[nr] != NULL;
	mutex_unlock(&frame.lock);
	return copy_to_user((void __user *)arg, &info, sizeof(info)) ?
		-EFAULT : 0;
}

static const struct file_operations frame_fops = {
	.owner		= THIS_MODULE,
	.read		= frame_read,
	.write		= frame_write,
	.llseek		= frame_llseek,
	.mmap		= frame_mmap,
	.unlocked_ioctl	= frame_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

static struct miscdevice frame_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "frame",
	.fops	= &frame_fops,
};

static int __init frame_init(void)
{
	int err;

	if (pages < 1 || pages > 65536)
		return -EINVAL;
	mutex_init(&frame.lock);
	frame.page = kvcalloc(pages, sizeof(*frame.page), GFP_KERNEL);
	if (!frame.page)
		return -ENOMEM;
	err = misc_register(&frame_misc);
	if (err)
		kvfree(frame.page);
	return err;
}

static void __exit frame_exit(void)
{
	unsigned int nr;

	misc_deregister(&frame_misc);
	for (nr = 0; nr < pages; nr++) {
		if (frame.page[nr])
			__free_page(frame.page[nr]);
	}
	kvfree(frame.page);
}

module_init(frame_init);
module_exit(frame_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Pages that programs map");
